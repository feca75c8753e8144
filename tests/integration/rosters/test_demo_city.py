"""The demo city is loaded through the import and lived in through the use cases, whatever the hour."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, Payer, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SYSTEM, Role
from nuanliu.domain.passbook.models import Dealing, Estate, Gift
from nuanliu.domain.people.joining.duplicates import pairs_within
from nuanliu.domain.people.joining.models import Application, ProxyAsking, RegisterWish
from nuanliu.domain.people.models import Elder, Volunteer
from nuanliu.domain.signing.operations import sign_in_with_card, sign_in_with_password
from nuanliu.domain.standards.drafts import drafts_open
from nuanliu.domain.standards.models import StandardVersion
from nuanliu.jobs.demo.cast import Cast
from nuanliu.jobs.demo.city import FILES, give_demo_access, load_workbooks, renew_policies
from nuanliu.jobs.demo.earlier import look_back
from nuanliu.jobs.demo.giving import give_in_families
from nuanliu.jobs.demo.history import play
from nuanliu.jobs.demo.joining import knock_at_the_doors
from nuanliu.jobs.demo.standard import appoint_second, publish_standards
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases import demo_people
from nuanliu.usecases.counting import COUNTED
from nuanliu.usecases.import_roster import upload_roster
from tests.support import snapshots

DEMO = Path(__file__).resolve().parents[3] / "demo"
AFTERNOON = at(date(2026, 11, 24), 14, 20)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded and committed once for the tests that look at it; each of them undoes what it changes."""
    with django_db_blocker.unblock():
        load_workbooks(folder=DEMO, now=AFTERNOON, say=lambda _text: None)
        appoint_second(now=AFTERNOON)
        give_demo_access(now=AFTERNOON)
    yield
    with django_db_blocker.unblock():
        snapshots.restore()


def test_the_city_lives_and_its_book_is_right(city, db):
    renew_policies(now=AFTERNOON)
    cast = Cast.gather(now=AFTERNOON)
    publish_standards(cast)
    versions = StandardVersion.objects.order_by("number")
    assert [(one.scope_node is None, one.effective_from <= AFTERNOON) for one in versions.filter(carries=None)] == [
        (True, True),
        (True, True),
        (False, True),
        (True, False),
    ]
    assert [one.state for one in drafts_open()] == ["asked"]
    look_back(cast, visits=(1,) * 12)
    play(cast)
    knock_at_the_doors(cast)
    give_in_families(cast)
    wanted = {
        NeedState.SUBMITTED,
        NeedState.RETURNED,
        NeedState.OPEN,
        NeedState.MATCHED,
        NeedState.SERVING,
        NeedState.SERVED,
        NeedState.CONFIRMED,
        NeedState.CERTIFIED,
        NeedState.CREDITED,
        NeedState.CANCELLED,
        NeedState.DISPUTED,
    }
    assert wanted <= {NeedState(state) for state in Need.objects.values_list("state", flat=True)}
    assert Visit.objects.filter(state=VisitState.CREDITED).count() >= 50
    assert {Payer(payer) for payer in Need.objects.values_list("payer", flat=True)} == {Payer.OWN_TIME, Payer.WELFARE}
    assert sorted(Gift.objects.values_list("state", flat=True)) == ["accepted", "waiting"]
    assert sorted(Dealing.objects.values_list("purpose", flat=True)) == ["city", "over_80_alone"]
    assert Estate.objects.get().person.died_on == date(2026, 11, 18)
    assert Need.objects.filter(helpers_wanted=2).exists()
    assert Visit.objects.filter(first_review_by__isnull=False, certified_by=None).exists()
    months = Visit.objects.filter(state__in=COUNTED).values_list("started_at__year", "started_at__month").distinct()
    assert months.count() >= 12
    told = ("taken_at", "started_at", "ended_at", "confirmed_at", "certified_at", "credited_at")
    assert not any(Visit.objects.filter(**{f"{name}__gt": AFTERNOON}).exists() for name in told)
    assert check_books().is_right
    assert sorted(Application.objects.values_list("state", flat=True)) == ["sampled", "submitted"]
    assert list(ProxyAsking.objects.values_list("state", "elder__person__name")) == [("waiting", "张桂兰")]
    assert list(RegisterWish.objects.values_list("state", "site__name")) == [("waiting", cast.sites["ZS01"].site.name)]
    assert len(pairs_within(actor=cast.staff("ZS01", Role.COORDINATOR))) == 1


def test_every_workbook_again_changes_nothing(city, db):
    renew_policies(now=AFTERNOON)
    for kind, name in FILES:
        with (DEMO / name).open("rb") as file:
            again = upload_roster(actor=SYSTEM, file=file, file_name=name, kind=kind, token=new_id(), now=AFTERNOON)
        assert again.verdicts["counts"] == {"unchanged": again.row_count}, name


def test_the_city_is_the_articles_and_its_ten_people_can_sign_in(city, db):
    assert (Volunteer.objects.count(), Elder.objects.count()) == (216, 120)
    assert Node.objects.filter(kind="shop").count() == 24
    assert not Volunteer.objects.exclude(state="active").exists()
    people = {one.key: one for one in demo_people.demo_people()}
    assert list(people) == [
        "elder",
        "family",
        "volunteer",
        "hotline",
        "desk",
        "merchant",
        "branch",
        "bureau",
        "second",
        "security",
    ]
    for one in people.values():
        assert reverse(one.landing)
    card = sign_in_with_card(number=demo_people.ELDER_CARD, pin=demo_people.ELDER_PIN, address="here", now=AFTERNOON)
    assert card.pk == people["elder"].login_id
    assert card.person.name == "张桂兰"
    for key, name in (("family", demo_people.FAMILY), ("desk", demo_people.CERTIFIER), ("bureau", demo_people.BUREAU)):
        login = sign_in_with_password(username=name, password=demo_people.PASSWORD, address="here", now=AFTERNOON)
        assert login.pk == people[key].login_id
    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())
    assert Volunteer.objects.count() == 216
