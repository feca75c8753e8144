"""Where a signed-in person may go."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.queries import sits_somewhere
from nuanliu.domain.network.types import Actor, Power


@dataclass(frozen=True, kw_only=True)
class Place:
    """One portal, as it is offered after signing in."""

    page: str
    title: Promise
    hint: Promise
    icon: str

    @property
    def href(self) -> str:
        """Its first page."""
        return reverse(self.page)


ELDER = Place(page="elder:home", title=_("我的安排"), hint=_("请人帮忙，看谁来"), icon="home")
FAMILY = Place(page="family:home", title=_("替家人办"), hint=_("替老人请人、看安排"), icon="people")
VOLUNTEER = Place(page="volunteer:home", title=_("志愿者"), hint=_("接单、服务、看存折"), icon="heart")
HOTLINE = Place(page="hotline:home", title=_("接电话"), hint=_("找人、登记需求"), icon="phone")
DESK = Place(page="desk:board", title=_("站点工作台"), hint=_("审核、认定、今天的事"), icon="document")
SHOP = Place(page="merchant:home", title=_("爱心商家"), hint=_("店里的兑换"), icon="shop")
BRANCH = Place(page="branch:home", title=_("党支部"), hint=_("队员、承诺、这个月的服务"), icon="star")
UNITS = Place(page="units:home", title=_("单位"), hint=_("下面的单位和任职"), icon="hall")
CERTIFICATES = Place(page="certificates:home", title=_("证书和印章"), hint=_("出过的证书，电子印章"), icon="medal")
BUREAU = Place(page="bureau:home", title=_("老干部局"), hint=_("全市的情况"), icon="shield")
AWARDS = Place(page="honours:home", title=_("年度表彰"), hint=_("推荐、评审、打分"), icon="medal")


def places_of(actor: Actor) -> list[Place]:
    """The portals that open to the actor, staff's first."""
    doors = (
        (HOTLINE, actor.has(Power.NEED_PLACE)),
        (DESK, actor.has(Power.BOARD_SEE)),
        (BUREAU, actor.has(Power.CITY_SEE)),
        (CERTIFICATES, actor.has(Power.SEAL_PLACE)),
        (BRANCH, actor.has(Power.BRANCH_SEE)),
        (UNITS, actor.has(Power.TREE_SEE) and not actor.has(Power.CITY_SEE) and not actor.has(Power.BOARD_SEE)),
        (SHOP, actor.has(Power.SHOP_SEE)),
        (AWARDS, not actor.has(Power.CITY_SEE) and sits_somewhere(actor=actor)),
        (VOLUNTEER, actor.is_volunteer),
        (ELDER, actor.is_elder),
        (FAMILY, actor.is_family),
    )
    return [place for place, is_open in doors if is_open]
