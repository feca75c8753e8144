"""A month's statement is signed by both, or disputed by the shop and answered."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.models import Statement
from nuanliu.domain.alliance.types import Side, Signed, StatementState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.run_shops import may_decide
from nuanliu.usecases.settle_shops import note_statement


class UnableToSettle(Unable):
    """The statement cannot be signed, disputed or answered now."""


def access_statement(*, actor: Actor, statement_id: UUID, lock: bool = False) -> Statement:
    """A shop's own for its keeper, all for whoever runs the alliance. Raises NotVisible."""
    rows = Statement.objects.select_related("shop__node", "shop__site")
    rows = rows.select_for_update(of=("self",), no_key=True) if lock else rows
    found = rows.filter(pk=statement_id).first()
    if found is None or not (is_side(actor=actor, statement=found, side=Side.SHOP) or runs(actor, found)):
        raise NotVisible
    return found


def runs(actor: Actor, statement: Statement) -> bool:
    """Whether the actor signs for the alliance."""
    if statement.shop is None:
        return actor.has(Power.SHOP_DECIDE)
    return may_decide(actor=actor, shop=statement.shop)


def is_side(*, actor: Actor, statement: Statement, side: Side) -> bool:
    """Whether the actor keeps the shop (SHOP), or runs the alliance (any other side)."""
    if side is Side.SHOP:
        return statement.shop is not None and actor.may(Power.SHOP_KEEP, path=statement.shop.node.path)
    return runs(actor, statement)


@repeated
def sign_statement(
    *, actor: Actor, statement_id: UUID, for_shop: bool, how: Signed, signed_by: str, now: datetime
) -> Statement:
    """One side agrees, on the page or, entered by whoever runs the alliance, on paper. Both: it is agreed.

    Signing again changes nothing. Raises UnableToSettle (disputed, no_name), NotVisible.
    """
    with durable():
        found = access_statement(actor=actor, statement_id=statement_id, lock=True)
        is_own = is_side(actor=actor, statement=found, side=Side.SHOP if for_shop else Side.PERSON)
        if not is_own and not (how is Signed.PAPER and runs(actor, found)):
            raise NotVisible
        if found.state == StatementState.DISPUTED:
            raise UnableToSettle("disputed", _("这张单有异议，先答复再签。"))
        if not signed_by.strip():
            raise UnableToSettle("no_name", _("请写签字人的姓名。"), field="signed_by")
        side = "shop" if for_shop else "alliance"
        if getattr(found, f"{side}_signed_at") is None:
            setattr(found, f"{side}_signed_at", now)
            setattr(found, f"{side}_signed_how", how)
            setattr(found, f"{side}_signed_by", signed_by.strip())
            if found.alliance_signed_at and (found.shop_signed_at or found.shop is None):
                found.state = StatementState.AGREED
            found.save()
            note_statement("statement.signed", found, actor, now, side=side, how=how)
        return found


@repeated
def dispute_statement(*, actor: Actor, statement_id: UUID, words: str, now: datetime) -> Statement:
    """The shop says what is wrong, within the days the Standard gives. Raises UnableToSettle, NotVisible."""
    with durable():
        found = access_statement(actor=actor, statement_id=statement_id, lock=True)
        if not is_side(actor=actor, statement=found, side=Side.SHOP):
            raise NotVisible
        if found.shop_signed_at is not None or found.state == StatementState.AGREED:
            raise UnableToSettle("signed", _("这张单已经签过了。"))
        if now >= found.dispute_until:
            raise UnableToSettle("late", _("提异议的时间过了，请打热线说。"))
        if not words.strip():
            raise UnableToSettle("no_words", _("请写哪一笔不对。"), field="words")
        found.state, found.dispute, found.disputed_at = StatementState.DISPUTED, words.strip()[:300], now
        found.answer, found.answered_at = "", None
        found.save()
        note_statement("statement.disputed", found, actor, now)
        return found


@repeated
def answer_dispute(*, actor: Actor, statement_id: UUID, words: str, now: datetime) -> Statement:
    """Whoever runs the alliance answers; both may sign then. Raises UnableToSettle, NotVisible."""
    with durable():
        found = access_statement(actor=actor, statement_id=statement_id, lock=True)
        if not runs(actor, found):
            raise NotVisible
        if found.state != StatementState.DISPUTED:
            raise UnableToSettle("nothing", _("这张单没有要答复的。"))
        if not words.strip():
            raise UnableToSettle("no_words", _("请写答复。"), field="words")
        found.state, found.answer, found.answered_at = StatementState.OPEN, words.strip()[:300], now
        found.save()
        note_statement("statement.answered", found, actor, now)
        return found
