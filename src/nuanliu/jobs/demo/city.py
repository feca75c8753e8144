"""Loads the demo city's workbooks and makes its ten people able to sign in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import SYSTEM, Actor
from nuanliu.domain.people.models import Person, PinCard, Volunteer
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.domain.people.queries import actor_for
from nuanliu.platform.clock import local_date
from nuanliu.usecases import demo_people
from nuanliu.usecases.import_roster import commit_roster, upload_roster, verdicts_of
from nuanliu.usecases.rosters.types import Level, RosterKind

FILES: tuple[tuple[RosterKind, str], ...] = (
    (RosterKind.ORGANISATIONS, "01-单位名册.xlsx"),
    (RosterKind.BRANCHES, "02-党支部名册.xlsx"),
    (RosterKind.STAFF, "03-工作人员名册.xlsx"),
    (RosterKind.CATALOGUE, "08-服务目录.xlsx"),
    (RosterKind.SHOPS, "09-爱心商家.xlsx"),
    (RosterKind.VOLUNTEERS, "04-志愿者名册.xlsx"),
    (RosterKind.ELDERS, "05-老人名册.xlsx"),
    (RosterKind.RELATIVES, "06-家属名册.xlsx"),
    (RosterKind.PASSBOOK, "07-时间存折登记.xlsx"),
)
"""In the order in which they refer to each other."""
BY_INSTALLER = frozenset({RosterKind.ORGANISATIONS, RosterKind.BRANCHES, RosterKind.STAFF})
"""Loaded before anybody can sign in: what an installer does from the command line."""

DEMO = UUID("de300000-0000-7000-8000-000000000001")
BEGUN, ENDED = "demo.begun", "demo.loaded"


class DemoFilesUnfit(Exception):  # noqa: N818 (stops an installer, with the rows to mend)
    """A workbook of the demo has an error; the message says where."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One workbook as loaded."""

    kind: RosterKind
    file_name: str
    counts: dict[str, int]


def note_progress(action: str, *, now: datetime) -> None:
    """Record that loading the demo began or ended, so that one that was interrupted is known."""
    record(action=action, subject_type="demo", subject_id=DEMO, occurred_at=now, actor_id=None)


def is_unfinished() -> bool:
    """Whether loading the demo was begun here and not ended."""
    done = {happening.action for happening in story_of(subjects=[DEMO])}
    return BEGUN in done and ENDED not in done


def load_workbooks(*, folder: Path, now: datetime, say: Callable[[str], None]) -> list[Loaded]:
    """Check and commit every workbook, as the installer first and as the bureau afterwards. Raises DemoFilesUnfit."""
    done = []
    for kind, name in FILES:
        actor = SYSTEM if kind in BY_INSTALLER else bureau(now=now)
        with (folder / name).open("rb") as file:
            upload = upload_roster(actor=actor, file=file, file_name=name, kind=kind, token=uuid4(), now=now)
        if upload.error_count:
            wrong = verdicts_of(upload=upload, levels=(Level.ERROR,))
            raise DemoFilesUnfit("\n".join(f"{name} {verdict.where} {verdict.words}" for verdict in wrong[:20]))
        upload = commit_roster(actor=actor, upload_id=upload.pk, now=now)
        done.append(Loaded(kind, name, upload.outcome))
        say(f"  {name}: " + ", ".join(f"{count} {level}" for level, count in sorted(upload.outcome.items())))
    return done


def bureau(*, now: datetime) -> Actor:
    """The bureau's hand that loads rosters."""
    return actor_for(login=Login.objects.get(username=demo_people.BUREAU), now=now)


def renew_policies(*, now: datetime) -> None:
    """The city's yearly insurance runs to the year's end, and those of 70 and more have declared their health."""
    today = local_date(now)
    until = date(today.year + (today.month == 12), 12, 31)
    Volunteer.objects.filter(insured_until__lt=until).update(insured_until=until)
    Volunteer.objects.exclude(health_declared_on=None).update(health_declared_on=today - timedelta(days=60))


def give_demo_access(*, now: datetime) -> None:
    """Passwords and the old person's card for the ten people of the bar."""
    elder = Person.objects.get(name="张桂兰", home_site__code="ZS01")
    if not PinCard.objects.filter(number=demo_people.ELDER_CARD, voided_at=None).exists():
        number, pin = demo_people.ELDER_CARD, demo_people.ELDER_PIN
        put_pin_card(person=elder, number=number, pin=pin, actor_id=None, now=now)
    names = {
        "family": demo_people.FAMILY,
        "volunteer": demo_people.VOLUNTEER,
        "merchant": demo_people.SHOPKEEPER,
    }
    for one in demo_people.demo_people():
        if one.key == "elder":
            continue
        login = Login.objects.get(pk=one.login_id)
        login.username = names.get(one.key, login.username)
        login.set_password(demo_people.PASSWORD)
        login.save(update_fields=["username", "password"])
