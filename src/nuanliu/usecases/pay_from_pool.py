"""Whether the pool of her site may pay for what an old person asks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.queries import pool_of, savings_of
from nuanliu.domain.people.models import Elder
from nuanliu.domain.standards.types import Standard


def refusal_of_pool(*, elder: Elder, minutes: int, standard: Standard, may_use: bool) -> tuple[str, Promise] | None:
    """Why the pool may not pay (code, words); None if it may.

    It is for who has none, by somebody who may decide on it, within what one person may decide.
    """
    site = elder.person.home_site_id
    saved = savings_of(person_id=elder.pk, site_id=site)
    if not may_use:
        return "no_power", _("爱心池的时间，要站点负责人来定。")
    if minutes <= max(saved.time_free, saved.grant_free):
        return "has_own", _("老人自己的时间够用，先用自己的。")
    if minutes > standard.minutes("pool_one_person_max_min"):
        return "two_people", _("用这么多要两个人定，请到“爱心池”里提出来。")
    if minutes > pool_of(site=site, unit=Unit.TIME):
        return "pool_short", _("爱心池里的时间不够，请改由社区出。")
    return None
