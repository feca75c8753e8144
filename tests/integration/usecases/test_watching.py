"""Out on a visit: a QR at the door, what is overdue, what went wrong, a photograph without its place."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import Evidence, Grade, VisitState
from nuanliu.domain.care.watching.doors import Scanned, Whose, door_key
from nuanliu.domain.care.watching.queries import access_photo, open_incidents, watched
from nuanliu.domain.care.watching.types import Severity
from nuanliu.domain.people.joining.operations import picture_of
from nuanliu.domain.people.joining.pictures import UnableToReadPicture
from nuanliu.domain.people.operations import issue_pin_card
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.start_visit import UnableToCheckIn, end_visit, start_visit
from nuanliu.usecases.watching.incidents import UnableToReport, close_incident, report_incident
from nuanliu.usecases.watching.photos import UnableToAddPhoto, add_photo
from tests.support.pictures import photo
from tests.support.town import Town


def need_of(visit: Visit) -> Need:
    return Need.objects.get(site_id=visit.site_id, id=visit.need_id)


def scan(visit: Visit, whose: Whose) -> Scanned:
    subject = need_of(visit).elder_id if whose is Whose.ELDER else visit.site_id
    return Scanned(whose, subject, door_key(whose=whose, subject=subject))


@pytest.mark.parametrize(
    ("first", "last", "grade"),
    [
        (Whose.ELDER, Whose.ELDER, Grade.VERIFIED),
        (Whose.ELDER, Whose.SITE, Grade.WITNESSED),
        (Whose.SITE, Whose.SITE, Grade.WITNESSED),
    ],
)
def test_a_qr_stands_for_the_code(town: Town, first: Whose, last: Whose, grade: Grade) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    actor, need = town.actor(visit.volunteer), need_of(visit)
    start_visit(actor=actor, visit_id=visit.id, now=need.starts_at, scanned=scan(visit, first))
    done = end_visit(actor=actor, visit_id=visit.id, now=need.ends_at, scanned=scan(visit, last))
    evidence = {Whose.ELDER: Evidence.ELDER_QR, Whose.SITE: Evidence.SITE_QR}
    assert (done.start_evidence, done.end_evidence, done.grade) == (evidence[first], evidence[last], grade)
    assert (done.start_told_at, done.end_told_at) == (need.starts_at, need.ends_at)


def test_what_a_qr_does_not_open(town: Town) -> None:
    elder, other = town.elder("张桂兰"), town.elder("王秀英")
    visit = town.taken(elder, town.volunteer())
    actor, starts = town.actor(visit.volunteer), need_of(visit).starts_at
    mine = scan(visit, Whose.ELDER)
    wrong = [
        Scanned(Whose.ELDER, elder.pk, "0" * 20),
        Scanned(Whose.ELDER, other.pk, door_key(whose=Whose.ELDER, subject=other.pk)),
        Scanned(Whose.SITE, town.other_site.pk, door_key(whose=Whose.SITE, subject=town.other_site.pk)),
    ]
    issue_pin_card(actor=town.clerk(), person=elder, now=town.now)
    for one in [*wrong, mine]:
        with pytest.raises(UnableToCheckIn, match="wrong_scan"):
            start_visit(actor=actor, visit_id=visit.id, now=starts, scanned=one)
    town.rules(town.now, check_in_means=["elder_code", "staff"])
    with pytest.raises(UnableToCheckIn, match="wrong_scan"):
        start_visit(actor=actor, visit_id=visit.id, now=starts, scanned=scan(visit, Whose.ELDER))
    assert Visit.objects.get(id=visit.id).state == VisitState.TAKEN


def test_the_desk_sees_who_is_overdue_and_whom_to_ring(town: Town) -> None:
    clerk = town.clerk()
    late = town.taken(town.elder("甲"), town.volunteer("一"))
    starts = need_of(late).starts_at
    under_way = town.taken(town.elder("乙"), town.volunteer("二"))
    start_visit(actor=town.actor(under_way.volunteer), visit_id=under_way.id, code=need_of(under_way).code, now=starts)
    silent = town.served(town.elder("丙"), town.volunteer("三"))

    def seen(**later: float) -> list[list[object]]:
        found = watched(actor=clerk, now=starts + timedelta(**later))
        return [[visit.id for visit in rows] for rows in (found.not_begun, found.not_ended, found.silent)]

    assert seen(minutes=10) == [[], [], []]
    assert seen(minutes=16) == [[late.id], [], []]
    assert seen(hours=2, minutes=1) == [[late.id], [under_way.id], []]
    assert seen(hours=74) == [[late.id], [under_way.id], [silent.id]]
    assert Visit.objects.get(id=silent.id).state == VisitState.SERVED


def test_what_went_wrong_stays_until_somebody_wrote_how_it_was_dealt_with(town: Town) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    helper, clerk, token = town.actor(visit.volunteer), town.clerk(), new_id()
    facts = {"visit_id": visit.id, "now": town.now}
    made = [
        report_incident(actor=helper, severity=Severity.HIGH, words="摔了一跤", token=token, **facts) for _n in range(2)
    ]
    assert made[0].id == made[1].id
    minor = report_incident(actor=clerk, severity=Severity.LOW, words="灯坏了", token=new_id(), **facts)
    assert [one.id for one in open_incidents(actor=clerk)] == [made[0].id, minor.id]
    with pytest.raises(NotVisible):
        report_incident(
            actor=town.actor(town.person("路人")), severity=Severity.LOW, words="x", token=new_id(), **facts
        )
    with pytest.raises(NotVisible):
        close_incident(actor=helper, incident_id=minor.id, words="换了", now=town.now)
    with pytest.raises(UnableToReport, match="no_words"):
        close_incident(actor=clerk, incident_id=minor.id, words=" ", now=town.now)
    close_incident(actor=clerk, incident_id=minor.id, words="换了灯泡", now=town.now)
    assert [one.id for one in open_incidents(actor=clerk)] == [made[0].id]


def test_a_photograph_is_drawn_anew_and_seen_by_whom_it_concerns(town: Town) -> None:
    visit = town.served(town.elder(), town.volunteer())
    helper, token = town.actor(visit.volunteer), new_id()
    facts = {"actor": helper, "visit_id": visit.id, "now": town.now}
    kept = [add_photo(data=photo(), token=token, **facts) for _n in range(2)]
    assert kept[0].id == kept[1].id
    found = access_photo(actor=town.certifier(), photo_id=kept[0].id)
    with Image.open(BytesIO(picture_of(found.paper))) as shown:
        assert (shown.format, dict(shown.getexif())) == ("JPEG", {})
    for stranger in (town.person("路人"), visit.need.elder):
        with pytest.raises(NotVisible):
            access_photo(actor=town.actor(stranger), photo_id=kept[0].id)
    with pytest.raises(UnableToReadPicture):
        add_photo(data=b"no picture", token=new_id(), **facts)
    for _n in range(3):
        add_photo(data=photo(), token=new_id(), **facts)
    with pytest.raises(UnableToAddPhoto, match="enough"):
        add_photo(data=photo(), token=new_id(), **facts)
