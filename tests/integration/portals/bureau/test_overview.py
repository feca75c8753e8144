"""The overview and the way down: every figure leads to as many rows as it says, and none of them names anybody."""

from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser

from django.db import connection
from django.urls import reverse

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.insights.refresh import refresh
from nuanliu.domain.insights.rows import OF_SUBJECT
from nuanliu.domain.insights.types import Subject
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Elder, Person, Volunteer
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.fall_back import mark_unserved
from nuanliu.usecases.figure_periods import period_named
from nuanliu.usecases.seal_books import seal_books
from nuanliu.usecases.see_figures import figures_of
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town, add_service

PERIOD = "2026-11"


def busy(town: Town) -> dict[str, int]:
    """Things of every outcome at both sites; gives what was certified by site name."""
    add_service("S201", name="代买代购", name_en="Shopping", position=2)
    elder, other = town.elder(minutes=600), town.elder("王德福", site=town.other_site)
    helper, second = town.volunteer(choice="time"), town.volunteer("李二")
    certifier, elsewhere = town.certifier(), town.staff(Role.CERTIFIER, "远认定", node=town.other_site)
    clerk = town.staff(Role.HOTLINE, "远接线", node=town.other_site)
    here = [town.confirmed(elder, helper), town.confirmed(elder, second, starts_at=town.now + timedelta(days=3))]
    there = town.confirmed(other, helper, clerk=clerk, service_code="S201", starts_at=town.now + timedelta(days=4))
    gone = town.confirmed(elder, helper, starts_at=town.now + timedelta(days=5))
    for visit, who in ((here[0], certifier), (here[1], certifier), (there, elsewhere), (gone, certifier)):
        certify_visit(actor=who, visit_id=visit.id, now=visit.ended_at)
    void_visit(actor=certifier, visit_id=gone.id, reason="没有来", now=gone.ended_at)
    town.need(elder, starts_at=town.now + timedelta(days=1))
    mark_unserved(now=town.now + timedelta(days=2))
    town.need(elder, starts_at=town.now + timedelta(days=9))
    town.taken(elder, helper, starts_at=town.now + timedelta(days=10))
    seal_books(now=town.now)
    refresh(now=town.now)
    return {"文化路社区": 120, "大用医养中心": 60}


def officer(town: Town, role: Role = Role.BUREAU_STANDARDS) -> Phone:
    actor = town.staff(role, "周处长", node=town.city)
    return Phone(Person.objects.get(pk=actor.id), town.now)


class Tables(HTMLParser):
    """Links of a page by the number they show."""

    def __init__(self) -> None:
        super().__init__()
        self.href, self.found = "", []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.href = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self.href and data.strip().isdigit():
            self.found.append((int(data.strip()), self.href))

    def handle_endtag(self, tag: str) -> None:
        self.href = "" if tag == "a" else self.href


def number_links(page) -> list[tuple[int, str]]:
    """(figure, where it leads) of every linked number in the page's tables."""
    reader = Tables()
    reader.feed(page.content.decode().split("<main", 1)[1])
    return reader.found


def test_every_figure_is_what_audit_and_ledger_say(town: Town) -> None:
    """Another way to each figure: events of the audit and lines of the book, in SQL of its own."""
    by_site = busy(town)
    found = figures_of(place=town.city, period=period_named(text=PERIOD, now=town.now))
    happened = Counter(Event.objects.values_list("action", flat=True))
    assert found.services == happened["visit.certified"] - happened["visit.voided"] == 3
    assert found.needs == happened["need.placed"] == 7
    assert (found.served, found.unserved, found.cancelled) == (3, happened["need.unserved"], 1)
    assert (found.waiting, found.under_way) == (1, 1)
    assert found.taken == len(set(Event.objects.filter(action="visit.taken").values_list("subject_id", flat=True))) == 5
    assert found.served_minutes == sum(by_site.values()) == in_book(Unit.HONOUR) - 600
    assert found.saved_minutes == in_book(Unit.TIME) - 600
    assert (found.volunteers, found.elders) == (Volunteer.objects.count(), Elder.objects.count())
    assert (found.joined_volunteers, found.joined_elders) == (2, 2)
    assert found.spent_minutes == 120
    assert found.coins_got == in_book(Unit.COIN) == 0


def in_book(unit: Unit) -> int:
    """What stands in people's own accounts of a unit, from the entries, and what help was paid with."""
    own = "a.kind = 'savings' AND a.unit = %s"
    statement = (
        "SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entry e JOIN ledger_account a"
        f" ON a.site_id = e.site_id AND a.id = e.account_id WHERE {own}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [unit.value])
        [(found,)] = cursor.fetchall()
    spent = 120 if unit is Unit.TIME else 0
    return int(found) + spent


def test_every_linked_figure_has_as_many_rows_as_it_says(town: Town) -> None:
    busy(town)
    phone = officer(town)
    links = set()
    for subject, dimensions in OF_SUBJECT.items():
        by = [dimension.value for dimension in dimensions]
        for one in by if subject is Subject.BOOK else ["place", *by]:
            page = phone.get("bureau:figures", period=PERIOD, what=subject.value, by=one)
            assert page.status_code == 200
            table = page.context["table"]
            assert table.count == sum(row.count for row in table.rows)
            links |= {(count, href) for count, href in number_links(page) if "what=book" not in href}
    links |= set(number_links(phone.get("bureau:supply", period=PERIOD)))
    assert len(links) > 40
    for count, href in sorted(links):
        page = phone.client.get(href)
        assert page.status_code == 200, href
        assert len(page.context["page"].rows) == count, href


def test_the_parts_are_the_whole_down_to_one_record(town: Town) -> None:
    by_site = busy(town)
    phone = officer(town)
    city = phone.get("bureau:home", period=PERIOD).context["overview"]
    [county] = [below for below in city.below if below.figures.services]
    assert county.figures.served_minutes == city.now.served_minutes == 180
    down = phone.get("bureau:home", period=PERIOD, place=county.node.code).context["overview"]
    assert {one.node.name: one.figures.served_minutes for one in down.below} == by_site
    site = phone.get("bureau:home", period=PERIOD, place=town.site.code)
    assert [one.node for one in site.context["overview"].below] == [town.site]
    listed = phone.get("bureau:rows", period=PERIOD, place=town.site.code, what="visit", by="all")
    lines = listed.context["lines"]
    assert len(lines) == 2
    text = phone.client.get(lines[0][0][2]).content.decode().replace("\u00a0", " ")
    assert "1 小时" in text
    for name in ("张桂兰", "李志愿", "李二"):
        assert name not in text
        assert name not in listed.content.decode()
    year = phone.get("bureau:home", period="2026").context["overview"].now
    assert year == city.now


def test_the_book_is_read_by_site_and_line_by_line(town: Town) -> None:
    busy(town)
    phone = officer(town)
    flow = "TIME:service:capture:savings:savings"
    sites = phone.get("bureau:rows", period=PERIOD, what="book", by="flow", value=flow.replace("TIME", Unit.TIME.value))
    assert [[cell for _head, cell, _href in line][:2] for line in sites.context["lines"]] == [["文化路社区", 2]]
    lines = phone.client.get(sites.context["lines"][0][0][2]).context["lines"]
    assert sorted(line[1][1] for line in lines) == ["1 小时", "1 小时", "1 小时", "−1 小时"]


def test_more_places_cost_no_more_queries(town: Town) -> None:
    phone = officer(town)
    phone.get("bureau:home")
    few = queries_of(lambda: phone.get("bureau:home", period=PERIOD))
    busy(town)
    assert queries_of(lambda: phone.get("bureau:home", period=PERIOD)) <= few + 1
    listed = queries_of(lambda: phone.get("bureau:rows", period=PERIOD, what="visit", by="all"))
    assert listed <= 14


def test_lists_and_tables_can_be_taken_away(town: Town) -> None:
    busy(town)
    phone = officer(town)
    table = phone.get("bureau:figures-file", period=PERIOD, what="visit", by="service", **{"as": "csv"})
    assert "陪伴聊天,2,2.0,66%" in table.content.decode()
    lines = phone.get("bureau:rows-file", period=PERIOD, what="need", by="all", **{"as": "csv"}).content.decode()
    assert len(lines.strip().splitlines()) == 1 + 7
    assert phone.get("bureau:rows-file", period=PERIOD, **{"as": "exe"}).status_code == 404


def test_what_is_late_is_listed_oldest_first(town: Town) -> None:
    visit = town.confirmed(town.elder(), town.volunteer())
    refresh(now=town.now)
    actor = town.staff(Role.BUREAU_STANDARDS, "周处长", node=town.city)
    phone = Phone(Person.objects.get(pk=actor.id), visit.ended_at + timedelta(days=15))
    assert phone.get("bureau:home").context["overview"].due.breaches == 1
    [line] = phone.get("bureau:late").context["lines"]
    assert line[0][2] == reverse("bureau:record", args=[Visit.objects.get(id=visit.id).need_id])


def test_nonsense_in_the_address_is_not_there(town: Town) -> None:
    phone = officer(town)
    for query in ({"what": "money"}, {"by": "name"}, {"place": "nowhere"}, {"what": "visit", "by": "wait"}):
        assert phone.get("bureau:figures", **query).status_code == 404
    assert phone.get("bureau:home", period="9999-99").status_code == 200
    need = Need.objects.first()
    assert need is None
    assert Phone(town.volunteer(), town.now).get("bureau:figures").status_code == 404
