"""While the line is away the till takes codes down on paper; each is looked at once, later, and both sides are told."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance import codes, policies
from nuanliu.domain.alliance.models import Code, Noted, Shop
from nuanliu.domain.alliance.policies import UnableToRedeem
from nuanliu.domain.alliance.queries import access_shop
from nuanliu.domain.alliance.till.types import Made
from nuanliu.domain.alliance.types import NotedState
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.redeem_at_shop import redeem_within


def note_code(*, actor: Actor, shop_id: UUID, code: str, taken_at: datetime, token: UUID, now: datetime) -> Noted:
    """Redeem a code that was shown at `taken_at`, once a code and shop, and write down what came of it.

    It counts if it was good at that moment; what may run out is looked at now. A refusal is no error: it stands on both
    lists. Raises UnableToRedeem (code_unknown, wrong_time), NotVisible.
    """
    typed = codes.read(code)
    if not typed:
        raise policies.code_unknown()
    try:
        return _redeemed(actor=actor, shop_id=shop_id, code=typed, taken_at=taken_at, token=token, now=now)
    except (UnableToRedeem, UnableToPost) as refusal:
        if refusal.code in {"code_unknown", "wrong_time"}:
            raise
        return _refused(actor=actor, shop_id=shop_id, code=typed, taken_at=taken_at, refusal=refusal, now=now)


@repeated
def _redeemed(*, actor: Actor, shop_id: UUID, code: str, taken_at: datetime, token: UUID, now: datetime) -> Noted:
    with durable():
        shop = access_shop(actor=actor, shop_id=shop_id)
        known = _known(shop, code)
        if known is not None:
            return known
        issued = Code.objects.filter(code=code).values_list("issued_at", flat=True).first()
        _check_time(shop, issued, taken_at, now)
        at = taken_at if issued is None else max(taken_at, issued)
        made = redeem_within(actor=actor, code=code, token=token, taken_at=at, now=now)
        return _write(actor, shop, code, taken_at, now, made=made)


@repeated
def _refused(*, actor: Actor, shop_id: UUID, code: str, taken_at: datetime, refusal: Unable, now: datetime) -> Noted:
    with durable():
        shop = access_shop(actor=actor, shop_id=shop_id)
        return _known(shop, code) or _write(actor, shop, code, taken_at, now, refusal=refusal)


def _known(shop: Shop, code: str) -> Noted | None:
    return Noted.objects.filter(site_id=shop.site_id, shop=shop, code=code).first()


def _check_time(shop: Shop, issued: datetime | None, taken_at: datetime, now: datetime) -> None:
    """Paper knows minutes: the minute in which the code was made will do. Not later than now, not too long ago."""
    longest = standard_in_force(at=now, site=shop.site_id).span("offline_till_hours")
    too_early = issued is not None and taken_at < issued.replace(second=0, microsecond=0)
    if taken_at > now or now - taken_at > longest or too_early:
        raise UnableToRedeem("wrong_time", _("这个时间不对，请照纸上记的写。"), field="at")


def _write(
    actor: Actor,
    shop: Shop,
    code: str,
    taken_at: datetime,
    now: datetime,
    *,
    made: Made | None = None,
    refusal: Unable | None = None,
) -> Noted:
    if actor.id is None:
        raise NotVisible
    person = Code.objects.filter(code=code).values_list("person_id", flat=True).first()
    noted = Noted.objects.create(
        site_id=shop.site_id,
        id=derived_id(shop.pk, "noted", code),
        shop=shop,
        code=code,
        taken_at=taken_at,
        entered_at=now,
        entered_by=actor.id,
        state=NotedState.DONE if made else NotedState.REFUSED,
        person_id=person,
        redemption_id=made.id if made else None,
        refusal=str(refusal.words)[:200] if refusal else "",
    )
    record(
        action="redemption.noted",
        subject_type="shop",
        subject_id=shop.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_SEE, path=shop.node.path),
        site_id=shop.site_id,
        details={"state": noted.state, "refusal": refusal.code if refusal else ""},
    )
    return noted
