"""What can be wrong with the evidence, in words, and the report that names it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.check import MOST_FINDINGS, Finding


class Stage(StrEnum):
    """The stages of `verify`, in order."""

    HEADS = "heads"
    ROOTS = "roots"
    ROWS = "rows"
    COMPLETE = "complete"
    OUTSIDE = "outside"
    BOOKS = "books"


WORDS: dict[str, tuple[Stage, Promise]] = {
    "block_missing": (Stage.HEADS, _("缺了这一块")),
    "block_unlinked": (Stage.HEADS, _("这一块接不上前一块")),
    "block_changed": (Stage.HEADS, _("这一块的头被改过")),
    "block_signature": (Stage.HEADS, _("这一块的签名不对")),
    "block_size": (Stage.HEADS, _("这一块的笔数接不上前一块")),
    "block_profile": (Stage.HEADS, _("这一块换了摘要算法")),
    "block_root": (Stage.ROOTS, _("这一块的封条和里面的各笔对不上")),
    "block_moved": (Stage.ROOTS, _("这一块的累计数和里面的各笔对不上")),
    "node_wrong": (Stage.ROOTS, _("这一块存的中间摘要不对")),
    "node_beyond": (Stage.ROOTS, _("有多出来的中间摘要")),
    "leaf_missing": (Stage.ROOTS, _("这一块里少了封条上的一笔")),
    "leaf_beyond": (Stage.ROOTS, _("有不属于任何一块的封条")),
    "leaf_code": (Stage.ROWS, _("这一笔的查账码不对")),
    "row_changed": (Stage.ROWS, _("这一笔在封存之后被改过")),
    "row_missing": (Stage.ROWS, _("封存过的这一笔不见了")),
    "row_left_out": (Stage.COMPLETE, _("这一笔早该封存，却没有封条")),
    "tail_too_old": (Stage.COMPLETE, _("有的笔过了一天还没有封存")),
    "anchor_missing": (Stage.OUTSIDE, _("缺了这一号公布")),
    "anchor_unlinked": (Stage.OUTSIDE, _("这一号公布接不上前一号")),
    "anchor_changed": (Stage.OUTSIDE, _("这一号公布被改过")),
    "anchor_signature": (Stage.OUTSIDE, _("这一号公布的签名不对")),
    "anchor_sites": (Stage.OUTSIDE, _("这一号公布和它列的站点对不上")),
    "anchor_block": (Stage.OUTSIDE, _("公布过的这一块不见了或被换过")),
    "file_missing": (Stage.OUTSIDE, _("公布存根文件不见了")),
    "file_short": (Stage.OUTSIDE, _("公布存根文件里缺这一号")),
    "file_unreadable": (Stage.OUTSIDE, _("公布存根文件里有一行读不懂")),
    "file_differs": (Stage.OUTSIDE, _("公布存根文件里的这一号和账里的不同")),
    "anchor_lost": (Stage.OUTSIDE, _("存根文件里有这一号公布，账里没有")),
    "account_id": (Stage.BOOKS, _("账户编号和账户内容不符")),
    "hold_account": (Stage.BOOKS, _("预留的账户和转账记录不符")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing that is wrong, and where."""

    stage: Stage
    code: str
    words: Promise | str
    site: UUID | None = None
    block: int | None = None
    subject: UUID | None = None
    """The transfer, or the account, that it is about."""
    position: int | None = None
    """The line's place in the site's log."""
    anchor: int | None = None
    detail: str = ""

    @property
    def where(self) -> str:
        """Everything that is known about the place, for the report."""
        parts = [
            ("站点 site", self.site),
            ("块 block", self.block),
            ("笔 line", self.subject),
            ("序号 position", self.position),
            ("公布 anchor", self.anchor),
        ]
        return ", ".join(f"{name} {value}" for name, value in parts if value is not None) + self.detail


def from_books(finding: Finding) -> Wrong:
    """A finding of the check of the books, as one of ours."""
    return Wrong(
        stage=Stage.BOOKS,
        code=finding.code,
        words=finding.words,
        subject=finding.subject,
        detail=f" ({finding.stands} ≠ {finding.should})",
    )


@dataclass(slots=True)
class Findings:
    """Collects what is wrong, at most a hundred of each kind a site."""

    wrong: list[Wrong] = field(default_factory=list)
    _counted: Counter[tuple[str, UUID | None]] = field(default_factory=Counter)

    def add(
        self,
        code: str,
        *,
        site: UUID | None = None,
        block: int | None = None,
        subject: UUID | None = None,
        position: int | None = None,
        anchor: int | None = None,
        detail: str = "",
    ) -> None:
        """Note one thing that is wrong."""
        self._counted[code, site] += 1
        if self._counted[code, site] <= MOST_FINDINGS:
            stage, words = WORDS[code]
            self.wrong.append(
                Wrong(
                    stage=stage,
                    code=code,
                    words=words,
                    site=site,
                    block=block,
                    subject=subject,
                    position=position,
                    anchor=anchor,
                    detail=detail,
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was read, what is not sealed yet, and what is wrong."""

    sites: int
    blocks: int
    lines: int
    anchors: int
    tail: int
    """Rows written and not sealed yet."""
    tail_since: datetime | None
    wrong: list[Wrong]

    @property
    def is_right(self) -> bool:
        """Nothing is wrong."""
        return not self.wrong

    def _first(self, has: Callable[[Wrong], bool]) -> Wrong | None:
        order = list(Stage)
        found = sorted(filter(has, self.wrong), key=lambda one: (order.index(one.stage), one.block or one.anchor or 0))
        return found[0] if found else None

    @property
    def first_block(self) -> Wrong | None:
        """The first broken block or anchor."""
        return self._first(lambda one: one.block is not None or one.anchor is not None)

    @property
    def first_row(self) -> Wrong | None:
        """The first broken transfer or account."""
        return self._first(lambda one: one.subject is not None)
