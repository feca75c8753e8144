"""Many lines of one account written directly, each at its own moment: for what reads the book afterwards."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from nuanliu.domain.ledger.models import Account, Balance, Entry, Transfer
from nuanliu.domain.ledger.types import AccountRef, Kind, Phase
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id


def noon(day: date) -> datetime:
    """Twelve o'clock on the wall."""
    return at(day, 12)


def days_from(first: date, count: int) -> list[datetime]:
    """The noons of so many days in a row."""
    return [noon(first + timedelta(days=number)) for number in range(count)]


def write_lines(account: AccountRef, other: UUID, lines: Sequence[tuple[int, datetime]]) -> list[UUID]:
    """One line of `account` for each (signed amount, recorded at); `other` gives or takes. Gives the transfers' ids."""
    unit = Account.objects.get(site_id=account.site, id=account.id).unit
    mine = Balance.objects.get(site_id=account.site, account_id=account.id)
    theirs = Balance.objects.get(site_id=account.site, account_id=other)
    transfers, entries = [], []
    for amount, moment in lines:
        debit, credit = (other, account.id) if amount > 0 else (account.id, other)
        made = Transfer(
            site_id=account.site,
            id=new_id(),
            kind=Kind.SERVICE,
            phase=Phase.POST,
            unit=unit,
            debit=debit,
            credit=credit,
            amount=abs(amount),
            occurred_at=moment,
            recorded_at=moment,
            fingerprint=b"\0" * 32,
        )
        transfers.append(made)
        for balance, change in ((mine, amount), (theirs, -amount)):
            balance.posted += change
            balance.seq += 1
            entries.append(
                Entry(
                    site_id=account.site,
                    account_id=balance.account_id,
                    seq=balance.seq,
                    transfer_id=made.id,
                    amount=change,
                    balance=balance.posted,
                    recorded_at=moment,
                )
            )
    for balance in (mine, theirs):
        balance.save()
    Transfer.objects.bulk_create(transfers, batch_size=500)
    Entry.objects.bulk_create(entries, batch_size=500)
    return [transfer.id for transfer in transfers]
