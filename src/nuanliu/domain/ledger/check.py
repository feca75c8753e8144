"""The check of the books: derive every counter again from the journal and name whatever does not agree.

Each rule is one statement that returns the rows breaking it, the same text on both databases. An empty answer from all
of them is what "the book is right" means.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.models import Account, Entry, Transfer

MOST_FINDINGS = 100
"""Rows shown for each broken rule."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that breaks a rule: the account or transfer it is about, what stands and what should stand."""

    code: str
    words: Promise
    subject: UUID
    stands: int
    should: int


@dataclass(frozen=True, slots=True)
class BooksReport:
    """What was read and what is wrong."""

    accounts: int
    transfers: int
    entries: int
    findings: list[Finding]

    @property
    def is_right(self) -> bool:
        """No rule is broken."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    words: Promise
    sql: str


_RULES = (
    _Rule(
        "account_without_balance",
        _("这个账户没有余额行"),
        """SELECT a.id, 0, 1 FROM ledger_account a
        LEFT JOIN ledger_balance b ON b.site_id = a.site_id AND b.account_id = a.id WHERE b.account_id IS NULL""",
    ),
    _Rule(
        "posted_is_sum_of_entries",
        _("余额不等于各笔之和"),
        """SELECT b.account_id, b.posted, COALESCE(e.total, 0) FROM ledger_balance b
        LEFT JOIN (SELECT site_id, account_id, SUM(amount) AS total FROM ledger_entry GROUP BY site_id, account_id) e
          ON e.site_id = b.site_id AND e.account_id = b.account_id
        WHERE b.posted <> COALESCE(e.total, 0)""",
    ),
    _Rule(
        "numbers_without_gap",
        _("账页编号不连续"),
        """SELECT b.account_id, b.seq, COALESCE(e.lines, 0) FROM ledger_balance b
        LEFT JOIN (SELECT site_id, account_id, COUNT(*) AS lines, MAX(seq) AS last, MIN(seq) AS first
                   FROM ledger_entry GROUP BY site_id, account_id) e
          ON e.site_id = b.site_id AND e.account_id = b.account_id
        WHERE b.seq <> COALESCE(e.lines, 0) OR b.seq <> COALESCE(e.last, 0) OR COALESCE(e.first, 1) <> 1""",
    ),
    _Rule(
        "running_balance",
        _("逐笔余额接不上"),
        """SELECT account_id, balance, should FROM (
          SELECT account_id, balance,
            SUM(amount) OVER (PARTITION BY site_id, account_id ORDER BY seq) AS should FROM ledger_entry) r
        WHERE balance <> should""",
    ),
    _Rule(
        "legs_balance",
        _("一笔转账的两边不相等"),
        """SELECT t.id, COALESCE(e.legs, 0), CASE WHEN t.phase IN ('post', 'capture') THEN 2 ELSE 0 END
        FROM ledger_transfer t
        LEFT JOIN (SELECT x.site_id, x.transfer_id, COUNT(*) AS legs, SUM(x.amount) AS total,
              SUM(CASE WHEN (x.account_id = y.debit AND x.amount = -y.amount)
                         OR (x.account_id = y.credit AND x.amount = y.amount) THEN 1 ELSE 0 END) AS fitting
            FROM ledger_entry x JOIN ledger_transfer y ON y.site_id = x.site_id AND y.id = x.transfer_id
            GROUP BY x.site_id, x.transfer_id) e ON e.site_id = t.site_id AND e.transfer_id = t.id
        WHERE (t.phase IN ('post', 'capture')
               AND (COALESCE(e.legs, 0) <> 2 OR COALESCE(e.total, 1) <> 0 OR COALESCE(e.fitting, 0) <> 2))
           OR (t.phase IN ('hold', 'release') AND COALESCE(e.legs, 0) <> 0)""",
    ),
    _Rule(
        "entry_without_transfer",
        _("账页上的这一笔没有对应的转账"),
        """SELECT e.transfer_id, e.amount, 0 FROM ledger_entry e
        LEFT JOIN ledger_transfer t ON t.site_id = e.site_id AND t.id = e.transfer_id WHERE t.id IS NULL""",
    ),
    _Rule(
        "one_unit_a_transfer",
        _("一笔转账两边的单位不同"),
        """SELECT t.id, 0, 0 FROM ledger_transfer t
        JOIN ledger_account d ON d.site_id = t.site_id AND d.id = t.debit
        JOIN ledger_account c ON c.site_id = t.site_id AND c.id = t.credit
        WHERE d.unit <> t.unit OR c.unit <> t.unit""",
    ),
    _Rule(
        "hold_is_its_transfers",
        _("预留与转账记录不符"),
        """SELECT h.transfer_id, h.captured + h.released, COALESCE(m.captured, 0) + COALESCE(m.released, 0)
        FROM ledger_hold h
        LEFT JOIN ledger_transfer t ON t.site_id = h.site_id AND t.id = h.transfer_id AND t.phase = 'hold'
        LEFT JOIN (SELECT site_id, hold,
              SUM(CASE WHEN phase = 'capture' THEN amount ELSE 0 END) AS captured,
              SUM(CASE WHEN phase = 'release' THEN amount ELSE 0 END) AS released
            FROM ledger_transfer WHERE hold IS NOT NULL GROUP BY site_id, hold) m
          ON m.site_id = h.site_id AND m.hold = h.transfer_id
        WHERE t.id IS NULL OR t.amount <> h.amount OR h.captured <> COALESCE(m.captured, 0)
           OR h.released <> COALESCE(m.released, 0)""",
    ),
    _Rule(
        "held_is_open_holds",
        _("预留总数与未用的预留不符"),
        """SELECT b.account_id, b.held, COALESCE(h.still, 0) FROM ledger_balance b
        LEFT JOIN (SELECT site_id, account_id, SUM(amount - captured - released) AS still
                   FROM ledger_hold GROUP BY site_id, account_id) h
          ON h.site_id = b.site_id AND h.account_id = b.account_id
        WHERE b.held <> COALESCE(h.still, 0)""",
    ),
    _Rule(
        "hold_row_for_hold_transfer",
        _("预留转账没有预留行"),
        """SELECT t.id, 0, t.amount FROM ledger_transfer t
        LEFT JOIN ledger_hold h ON h.site_id = t.site_id AND h.transfer_id = t.id
        WHERE t.phase = 'hold' AND h.transfer_id IS NULL""",
    ),
    _Rule(
        "within_bounds",
        _("余额超出了允许的范围"),
        """SELECT account_id, posted - held, COALESCE(floor, 0) FROM ledger_balance
        WHERE (floor IS NOT NULL AND posted - held < floor) OR (ceiling IS NOT NULL AND posted > ceiling)
           OR held < 0""",
    ),
    _Rule(
        "lots_sum_to_balance",
        _("各批次之和不等于余额"),
        """SELECT b.account_id, COALESCE(l.remaining, 0), b.posted FROM ledger_balance b
        JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id
        LEFT JOIN (SELECT site_id, account_id, SUM(remaining) AS remaining, SUM(held) AS held
                   FROM ledger_lot GROUP BY site_id, account_id) l
          ON l.site_id = b.site_id AND l.account_id = b.account_id
        WHERE (((a.kind = 'savings' AND a.unit = 'coin') OR (a.kind = 'grant' AND a.unit = 'time'))
               AND (b.posted <> COALESCE(l.remaining, 0) OR b.held <> COALESCE(l.held, 0)))
           OR (NOT ((a.kind = 'savings' AND a.unit = 'coin') OR (a.kind = 'grant' AND a.unit = 'time'))
               AND l.account_id IS NOT NULL)""",
    ),
    _Rule(
        "lot_is_its_moves",
        _("批次与进出记录不符"),
        """SELECT account_id, SUM(stands), SUM(should) FROM (
            SELECT site_id, account_id, expires, remaining AS stands, 0 AS should, held, amount FROM ledger_lot
            UNION ALL
            SELECT site_id, account_id, expires, 0, amount, -reserved, CASE WHEN amount > 0 THEN -amount ELSE 0 END
            FROM ledger_lotmove) x
        GROUP BY site_id, account_id, expires
        HAVING SUM(stands) <> SUM(should) OR SUM(held) <> 0 OR SUM(amount) <> 0""",
    ),
    _Rule(
        "lot_moves_follow_transfer",
        _("批次进出与转账不符"),
        """SELECT m.transfer_id, m.amount, COALESCE(e.amount, 0) FROM
          (SELECT site_id, transfer_id, account_id, SUM(amount) AS amount, SUM(reserved) AS reserved
           FROM ledger_lotmove GROUP BY site_id, transfer_id, account_id) m
        LEFT JOIN ledger_transfer t ON t.site_id = m.site_id AND t.id = m.transfer_id
        LEFT JOIN ledger_entry e
          ON e.site_id = m.site_id AND e.transfer_id = m.transfer_id AND e.account_id = m.account_id
        WHERE t.id IS NULL OR m.amount <> COALESCE(e.amount, 0)
           OR m.reserved <> CASE WHEN m.account_id <> t.debit THEN 0 WHEN t.phase = 'hold' THEN t.amount
                                 WHEN t.phase = 'post' THEN 0 ELSE -t.amount END""",
    ),
    _Rule(
        "bounds_are_the_terms",
        _("账户的上下限与最新约定不符"),
        """SELECT b.account_id, COALESCE(b.floor, -1), COALESCE(t.floor, -1) FROM ledger_balance b
        JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id
        LEFT JOIN (SELECT site_id, account_id, MAX(number) AS last, COUNT(*) AS terms
                   FROM ledger_term GROUP BY site_id, account_id) n
          ON n.site_id = b.site_id AND n.account_id = b.account_id
        LEFT JOIN ledger_term t ON t.site_id = n.site_id AND t.account_id = n.account_id AND t.number = n.last
        WHERE t.number IS NULL OR n.last <> n.terms OR t.is_open <> (a.closed_at IS NULL)
           OR a.closed_at <> t.recorded_at
           OR COALESCE(t.floor, 9223372036854775807) <> COALESCE(b.floor, 9223372036854775807)
           OR COALESCE(t.ceiling, -9223372036854775807) <> COALESCE(b.ceiling, -9223372036854775807)
           OR (NOT t.is_open AND (b.posted <> 0 OR b.held <> 0))""",
    ),
    _Rule(
        "term_without_account",
        _("约定没有对应的账户"),
        """SELECT t.account_id, t.number, 0 FROM ledger_term t
        LEFT JOIN ledger_account a ON a.site_id = t.site_id AND a.id = t.account_id WHERE a.id IS NULL""",
    ),
    _Rule(
        "balance_without_account",
        _("余额行没有对应的账户"),
        """SELECT b.account_id, b.posted, 0 FROM ledger_balance b
        LEFT JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id WHERE a.id IS NULL""",
    ),
    _Rule(
        "snapshot_is_its_line",
        _("月末余额与当时的账页不符"),
        """SELECT s.account_id, s.posted, COALESCE(e.balance, 0) FROM ledger_snapshot s
        LEFT JOIN ledger_entry e ON e.site_id = s.site_id AND e.account_id = s.account_id AND e.seq = s.seq
        WHERE e.seq IS NULL OR e.balance <> s.posted""",
    ),
    _Rule(
        "clearing_nets_to_zero",
        _("站点之间的往来没有抵平"),
        """SELECT a.owner, b.posted, -COALESCE(o.posted, 0) FROM ledger_account a
        JOIN ledger_balance b ON b.site_id = a.site_id AND b.account_id = a.id
        LEFT JOIN (SELECT x.owner, x.code, x.unit, y.posted FROM ledger_account x
            JOIN ledger_balance y ON y.site_id = x.site_id AND y.account_id = x.id WHERE x.kind = 'clearing') o
          ON REPLACE(o.code, '-', '') = REPLACE(CAST(a.owner AS CHAR(36)), '-', '')
         AND REPLACE(CAST(o.owner AS CHAR(36)), '-', '') = REPLACE(a.code, '-', '') AND o.unit = a.unit
        WHERE a.kind = 'clearing' AND b.posted <> -COALESCE(o.posted, 0)""",
    ),
)


def check_books() -> BooksReport:
    """Read the whole book and report every rule that is broken. Reads only; takes no lock."""
    findings = [finding for rule in _RULES for finding in _broken(rule)]
    return BooksReport(
        accounts=Account.objects.count(),
        transfers=Transfer.objects.count(),
        entries=Entry.objects.count(),
        findings=findings,
    )


def _broken(rule: _Rule) -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(rule.sql)
        rows = cursor.fetchmany(MOST_FINDINGS)
    return [
        Finding(rule.code, rule.words, subject if isinstance(subject, UUID) else UUID(str(subject)), stands, should)
        for subject, stands, should in rows
    ]
