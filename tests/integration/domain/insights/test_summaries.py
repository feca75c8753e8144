"""The summaries are what the rows say, whatever comes late, is corrected or voided; and the parts are the whole."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import Face
from nuanliu.domain.insights.check import check_summaries
from nuanliu.domain.insights.models import Cell, Mark
from nuanliu.domain.insights.refresh import refresh
from nuanliu.domain.insights.types import Dimension, Span, Subject
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import Sex
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.change_tree import move_unit
from nuanliu.usecases.seal_books import seal_books
from tests.support.town import MONDAY, Town, add_service

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(now=MONDAY) -> list[str]:
    """Bring the summaries up to date and say what does not agree with the rows."""
    seal_books(now=now)
    refresh(now=now)
    return [str(wrong) for wrong in check_summaries(now=now)]


def cells(subject: Subject, dimension: Dimension, span: Span = Span.MONTH) -> dict[str, tuple[int, int]]:
    found: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for cell in Cell.objects.filter(subject=subject, dimension=dimension, span=span):
        found[cell.value] += cell.count
        minutes[cell.value] += cell.amount
    return {value: (count, minutes[value]) for value, count in found.items() if count or minutes[value]}


def copied(visit: Visit, *, minutes: int, **changes) -> Visit:
    """Another need and its certified visit, like this one but for the changes."""
    need = Need.objects.get(id=visit.need_id)
    site = changes.pop("site", need.site)
    need.pk, need.number = (site.pk, new_id()), Need.objects.filter(site=site).count() + 1
    need.submitted_at = changes.get("ended_at", visit.ended_at) - timedelta(hours=30)
    need.service = changes.pop("service", need.service)
    need.save(force_insert=True)
    other = Visit.objects.get(id=visit.id)
    other.pk, other.need_id, other.counted_minutes = (site.pk, new_id()), need.id, minutes
    for name, value in changes.items():
        setattr(other, name, value)
    other.started_at = other.ended_at - timedelta(minutes=minutes)
    other.save(force_insert=True)
    return other


def test_an_act_is_counted_corrected_and_taken_back() -> None:
    town = Town.found()
    elder, helper, certifier = town.elder(minutes=300), town.volunteer(choice="time"), town.certifier()
    visit = town.confirmed(elder, helper)
    assert fresh() == []
    assert cells(Subject.VISIT, Dimension.ALL) == {}
    assert cells(Subject.NEED, Dimension.OUTCOME) == {"under_way": (1, 0)}
    certify_visit(actor=certifier, visit_id=visit.id, now=visit.ended_at)
    assert next(str(one).split(":")[0] for one in check_summaries(now=MONDAY)) == "mark  2000-01-01 waiting"
    assert fresh() == []
    assert cells(Subject.VISIT, Dimension.SERVICE) == {"S101": (1, 60)}
    assert cells(Subject.VISIT, Dimension.HELPER_AGE) == {"40-59": (1, 60)}
    assert cells(Subject.VISIT, Dimension.GRADE) == {"verified": (1, 60)}
    assert cells(Subject.VISIT, Dimension.PAYER) == {"own_time": (1, 60)}
    assert cells(Subject.NEED, Dimension.OUTCOME) == {"served": (1, 0)}
    spent = f"{Unit.TIME}:service:capture:{AccountKind.SAVINGS}:{AccountKind.SAVINGS}"
    assert cells(Subject.BOOK, Dimension.FLOW)[spent] == (1, 60)
    # her year of birth was wrong: what was counted follows
    Person.objects.filter(pk=helper.pk).update(birth_date=date(1950, 1, 1), sex=Sex.MALE)
    assert fresh() == []
    assert cells(Subject.VISIT, Dimension.HELPER_AGE) == {"70-79": (1, 60)}
    assert cells(Subject.VISIT, Dimension.HELPER_SEX) == {"1": (1, 60)}
    # the desk had written down the wrong face
    assert cells(Subject.VISIT, Dimension.FACE) == {"happy": (1, 60)}
    Visit.objects.filter(id=visit.id).update(face=Face.SAD)
    assert fresh() == []
    assert cells(Subject.VISIT, Dimension.FACE) == {"sad": (1, 60)}
    # it was reported for another day
    Visit.objects.filter(id=visit.id).update(ended_at=visit.ended_at + timedelta(days=40))
    assert fresh() == []
    assert set(Cell.objects.filter(subject=Subject.VISIT).values_list("span", "start")) == {
        ("day", date(2026, 12, 14)),
        ("month", date(2026, 12, 1)),
    }
    void_visit(actor=certifier, visit_id=visit.id, reason="没有来", now=visit.ended_at)
    assert fresh() == []
    assert cells(Subject.VISIT, Dimension.ALL) == {}
    assert cells(Subject.NEED, Dimension.OUTCOME) == {"cancelled": (1, 0)}
    assert spent not in cells(Subject.BOOK, Dimension.FLOW)
    assert (refresh(now=MONDAY), Mark.objects.count()) == (0, 0)
    call_command("check_summaries")


def test_a_figure_that_is_off_by_one_is_found() -> None:
    town = Town.found()
    visit = town.confirmed(town.elder(), town.volunteer())
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    assert fresh() == []
    for subject in (Subject.VISIT, Subject.NEED, Subject.PEOPLE, Subject.JOINED, Subject.BOOK):
        cell = Cell.objects.filter(subject=subject).exclude(span=Span.MONTH).first()
        assert cell is not None
        Cell.objects.filter(pk=cell.pk).update(count=cell.count + 1)
        assert {one.split()[0] for one in [str(wrong) for wrong in check_summaries(now=MONDAY)]} == {subject.value}
        Cell.objects.filter(pk=cell.pk).update(count=cell.count)


def test_without_the_triggers_a_change_would_be_missed() -> None:
    """The control: the same change, unmarked, and the check finds it."""
    town = Town.found()
    visit = town.confirmed(town.elder(), town.volunteer())
    assert fresh() == []
    on_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgres:
            cursor.execute("ALTER TABLE care_visit DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE care_need DISABLE TRIGGER USER")
        else:
            for name in ("insights_visit_old", "insights_visit_now", "insights_need_old", "insights_need_now"):
                cursor.execute(f"DROP TRIGGER {name}")
    try:
        certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
        assert any(one.startswith("visit") for one in fresh())
    finally:
        with connection.cursor() as cursor:
            if on_postgres:
                cursor.execute("ALTER TABLE care_visit ENABLE TRIGGER USER")
                cursor.execute("ALTER TABLE care_need ENABLE TRIGGER USER")
            else:
                from nuanliu.domain.insights.marks import put_back  # noqa: PLC0415

                put_back(using="default")


@pytest.mark.parametrize("seed", [3])
def test_the_parts_are_the_whole_in_a_small_world(seed: int) -> None:
    random, town = Random(seed), Town.found()
    county = town.site.parent
    assert county is not None
    other_county = create_node(
        kind=NodeKind.COUNTY, code="X2", name="另一区", parent=town.city, at=MONDAY, actor_id=None
    )
    elders = [town.elder(name) for name in ("张桂兰", "王德福")]
    helpers = [
        town.volunteer(name, born=born) for name, born in (("李一", date(1980, 1, 1)), ("李二", date(1955, 1, 1)))
    ]
    services = [*town.services, add_service("S201", name="代买", position=2)]
    pattern = town.confirmed(elders[0], helpers[0])
    certify_visit(actor=town.certifier(), visit_id=pattern.id, now=pattern.ended_at)
    pattern = Visit.objects.get(id=pattern.id)
    bureau, made = town.staff(Role.BUREAU_STANDARDS, node=town.city), [pattern]
    for step in range(40):
        now = MONDAY + timedelta(days=random.randint(3, 70), minutes=step)
        act = random.choice(["serve", "serve", "serve", "void", "late", "born"])
        if act == "serve":
            made.append(
                copied(
                    pattern,
                    minutes=random.randint(30, 120),
                    ended_at=now,
                    site=random.choice([town.site, town.other_site]),
                    service=random.choice(services),
                    volunteer=random.choice(helpers),
                )
            )
        elif act == "void":
            Visit.objects.filter(id=random.choice(made).id).update(state="voided")
        elif act == "late":
            Visit.objects.filter(id=random.choice(made).id).update(started_at=now - timedelta(hours=1), ended_at=now)
        else:
            Person.objects.filter(pk=random.choice(helpers).pk).update(
                birth_date=date(random.randint(1930, 2000), 1, 1)
            )
        if step == 20:
            move_unit(actor=bureau, node_id=town.other_site.pk, to_id=other_county.pk, reason="划转", now=now)
    assert fresh() == []
    for subject, whole in ((Subject.VISIT, Visit.objects.filter(state__in=["certified", "credited"])),
                           (Subject.NEED, Need.objects.all())):  # fmt: skip
        for span in (Span.DAY, Span.MONTH):
            total = sum(count for count, _amount in cells(subject, Dimension.ALL, span).values())
            assert total == whole.count()
        dimensions = set(Cell.objects.filter(subject=subject).values_list("dimension", flat=True))
        assert len(dimensions) > 6
        for dimension in dimensions:
            parts = cells(subject, Dimension(dimension)).values()
            sums = (sum(count for count, _ in parts), sum(amount for _, amount in parts))
            assert sums == cells(subject, Dimension.ALL)[""], dimension
