"""The demo's papers and shelves: booklets, rice and oil on the shelf, a law firm that gives hours."""

from datetime import timedelta

from nuanliu.domain.alliance.models import AlliedService, Good, Shop
from nuanliu.domain.alliance.shelf.types import Proved
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import savings_of_many
from nuanliu.domain.people.models import Person
from nuanliu.jobs.demo.cast import Cast, SiteCast
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.hand_over import hand_over
from nuanliu.usecases.keep_shelf import put_good, stock_in
from nuanliu.usecases.print_passbook import print_new, start_booklet

GOODS = (("大米", "一袋 5 公斤", 300, 20), ("菜油", "一桶 1.8 升", 400, 12), ("毛巾", "一条", 100, 50))
GIVERS = {
    "SJ014": ("S404", "每周三下午，看合同、写遗嘱，请先打电话。", 480),
    "SJ013": ("S303", "每天上午，带上医保卡。", 1200),
}
"""By the code of a member: which service, when, minutes a month."""
BOOKLETS, HANDED = 4, 3


def print_the_papers(cast: Cast) -> None:
    """After everything else was played: what is printed is what then stood in the book."""
    for site in cast.sites.values():
        clerk = site.staff.get(Role.COORDINATOR) or site.staff.get(Role.HOTLINE)
        if clerk is not None:
            actor = cast.actor(clerk)
            _booklets(cast, site, actor)
            _shelf(cast, site, actor)
    for code, (service, words, minutes) in GIVERS.items():
        shop = Shop.objects.filter(node__code=code).first()
        if shop is not None and service in cast.services:
            AlliedService.objects.get_or_create(
                shop=shop,
                service=cast.services[service],
                ended_at=None,
                defaults={"words": words, "monthly_minutes": minutes, "made_at": cast.now - timedelta(days=30)},
            )


def _booklets(cast: Cast, site: SiteCast, clerk: Actor) -> None:
    for volunteer in site.volunteers[:BOOKLETS]:
        at = cast.now - timedelta(hours=3)
        start_booklet(actor=clerk, person_id=volunteer.pk, token=new_id(), now=at)
        try:
            print_new(actor=clerk, person_id=volunteer.pk, token=new_id(), now=at)
        except Unable:
            continue


def _shelf(cast: Cast, site: SiteCast, clerk: Actor) -> None:
    goods: list[Good] = []
    for name, measure, price, pieces in GOODS:
        at = cast.now - timedelta(days=5)
        facts = {"name": name, "measure": measure, "price": price}
        good = put_good(actor=clerk, site_id=site.site.pk, token=new_id(), now=at, **facts)  # type: ignore[arg-type]
        stock_in(actor=clerk, good_id=good.id, pieces=pieces, source="爱心超市捐", token=new_id(), now=at)
        goods.append(good)
    for person in _with_coins(site)[:HANDED]:
        try:
            hand_over(
                actor=clerk,
                person_id=person.pk,
                good_id=cast.random.choice(goods).id,
                proved=Proved.PAPER,
                token=new_id(),
                now=cast.now - timedelta(hours=2),
            )
        except Unable:
            continue


def _with_coins(site: SiteCast) -> list[Person]:
    people = [one.person for one in site.volunteers]
    has = savings_of_many(holders=[Holder(person.pk, person.home_site_id) for person in people])
    return sorted((one for one in people if has[one.pk].coin), key=lambda one: -has[one.pk].coin)
