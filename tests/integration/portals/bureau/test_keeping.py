"""What the bureau keeps, says and prints: reports in sentences, saved pages, announcements, work lists, the wall."""

from datetime import date, timedelta

from nuanliu.domain.audit.models import Event
from nuanliu.domain.insights.models import Announcement, Export, SavedView
from nuanliu.domain.insights.refresh import refresh
from nuanliu.domain.insights.types import Audience
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.portals.bureau.exports import make_rows
from nuanliu.usecases.announce import announce, tell_announcements, withdraw_announcement
from nuanliu.usecases.certify_visit import certify_visit
from tests.integration.portals.volunteer.phone import Phone
from tests.support.town import Town

PERIOD = "2026-11"


def officer(town: Town, name: str = "周处长") -> Phone:
    actor = town.staff(Role.BUREAU_STANDARDS, name, node=town.city)
    return Phone(Person.objects.get(pk=actor.id), town.now)


def test_a_report_states_its_figures_in_sentences_and_on_paper(town: Town) -> None:
    visit = town.confirmed(town.elder(minutes=90), town.volunteer(choice="time"))
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    refresh(now=town.now)
    phone = officer(town)
    text = phone.words("bureau:report", period=PERIOD)
    for sentence in (
        "在册志愿者 1 人、老人 1 位",
        "完成并认定服务 1 次，共 1 小时。",
        "提出需求 1 件：办好 1 件，正在办 0 件，等人帮 0 件，没有人接 0 件，取消作废 0 件。",
        "最多的是陪伴聊天，1 次，1 小时，占 100%。",
    ):
        assert sentence in text
    for kind in ("whole", "branch", "alliance"):
        paper = phone.get("bureau:report-paper", period="2026", kind=kind)
        assert paper.content.startswith(b"%PDF")
        assert paper.content == phone.get("bureau:report-paper", period="2026", kind=kind).content
    table = phone.get("bureau:report-file", period=PERIOD, **{"as": "csv"}).content.decode()
    assert "合计,1,1.0,1,1,0,0 分" in table.replace("\u00a0", " ")
    assert phone.get("bureau:report", kind="money").status_code == 404


def test_a_page_is_kept_for_oneself_alone(town: Town) -> None:
    phone, other = officer(town), officer(town, "吴处长")
    address = "/bureau/figures?by=service&period=2026-11"
    assert phone.post("bureau:saved", name="每月服务", address=address).status_code == 303
    assert "已经有一页叫这个名字" in phone.post("bureau:saved", name="每月服务", address=address).content.decode()
    for elsewhere in ("https://example.org/bureau/", "/desk/", "/bureau/audit", "nonsense"):
        assert phone.post("bureau:saved", name="别处", address=elsewhere).status_code == 200
    kept = SavedView.objects.get()
    assert address.replace("&", "&amp;") in phone.words("bureau:saved")
    assert "每月服务" not in other.words("bureau:saved")
    other.post("bureau:saved", drop=str(kept.pk))
    assert SavedView.objects.count() == 1
    phone.post("bureau:saved", drop=str(kept.pk))
    assert SavedView.objects.count() == 0


def test_an_announcement_is_read_where_and_when_it_is_for_and_told_by_day_only(town: Town) -> None:
    helper, elder = town.volunteer(), town.elder(phone="13900000009")
    far, paused = town.volunteer("远志愿", site=town.other_site), town.volunteer("停", state=VolunteerState.PAUSED)
    phone = officer(town)
    first = date(2026, 11, 3)
    said = {"title": "重阳节敬老", "text": "周日在社区。", "audience": "volunteers", "node": str(town.site.pk),
            "first_day": first.isoformat(), "last_day": "2026-11-04", "is_told": "yes"}  # fmt: skip
    assert "不能早于第一天" in phone.post("bureau:announcements", **{**said, "last_day": "2026-11-01"}).content.decode()
    assert phone.post("bureau:announcements", **said).status_code == 303
    made = Announcement.objects.get()

    def reads(person: Person, page: str, when) -> bool:
        return "重阳节敬老" in Phone(person, when).words(page)

    by_day = at(first, 10)
    assert [reads(helper, "volunteer:home", when) for when in (town.now, by_day, by_day + timedelta(days=2))] == [
        False,
        True,
        False,
    ]
    assert not reads(far, "volunteer:home", by_day)
    assert not reads(elder, "elder:home", by_day)
    assert [tell_announcements(now=at(first, hour, 15)) for hour in (0, 7, 21)] == [0, 0, 0]
    assert [tell_announcements(now=by_day), tell_announcements(now=by_day)] == [1, 0]
    assert list(Notice.objects.filter(kind="announced").values_list("person", flat=True)) == [helper.pk]
    assert "重阳节敬老" in Phone(helper, by_day).words("volunteer:inbox")
    assert paused.pk
    phone.post("bureau:announcement-withdraw", made.pk)
    assert not reads(helper, "volunteer:home", by_day)
    assert Event.objects.filter(action__startswith="announcement.").count() == 2


def test_a_withdrawn_announcement_is_told_to_nobody(town: Town) -> None:
    town.elder(phone="13900000009")
    actor = town.staff(Role.BUREAU_STANDARDS, "周处长", node=town.city)
    made = announce(
        actor=actor, node_id=town.city.pk, audience=Audience.EVERYBODY, title="停水", text="明天停水。",
        starts_at=town.now, ends_at=town.now + timedelta(days=1), is_told=True, token=new_id(), now=town.now,
    )  # fmt: skip
    withdraw_announcement(actor=actor, announcement_id=made.pk, now=town.now)
    assert tell_announcements(now=town.now + timedelta(hours=1)) == 0


def test_what_waits_for_the_bureau_is_listed_the_oldest_first(town: Town) -> None:
    phone = officer(town)
    assert "都办完了" in phone.words("bureau:work")
    visit = town.confirmed(town.elder(), town.volunteer())
    later = Phone(phone.who, visit.ended_at + timedelta(days=12))
    [line] = later.get("bureau:work").context["lines"]
    assert (str(line.words), line.days) == ("站点认定晚了，请催一催", 12)
    assert later.client.get(line.href).status_code == 200


def test_the_wall_names_nobody_and_is_looked_at_anew(town: Town) -> None:
    visit = town.confirmed(town.elder(), town.volunteer())
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    refresh(now=town.now)
    page = Phone(None, town.now).get("bureau:wall")
    text = page.content.decode()
    assert page.headers["Refresh"] == "60"
    assert page.context["wall"].thanks == 1
    assert "<dd>1.0<small>" in text
    assert not any(name in text for name in ("张桂兰", "李志愿", "陪伴聊天"))


def test_a_long_list_is_made_in_the_background(town: Town, monkeypatch) -> None:
    elder = town.elder()
    for day in range(5):
        town.need(elder, starts_at=town.now + timedelta(days=day + 1))
    phone = officer(town)
    query = f"?place={town.city.code}&period={PERIOD}&what=need&by=all"
    answer = phone.client.post(f"/bureau/figures/rows/later{query}", {"token": str(new_id())})
    assert answer.status_code == 303
    export = Export.objects.get()
    monkeypatch.setattr("nuanliu.portals.bureau.exports.PART_ROWS", 2)
    waiting = phone.get("bureau:export", export.pk)
    assert (waiting.headers["Refresh"], export.rows_all) == ("5", 5)
    make_rows.func(str(export.pk))
    export.refresh_from_db()
    assert (export.state, export.rows_done, export.parts.count()) == ("done", 5, 3)
    until = town.now + timedelta(days=3)
    Export.objects.update(expires_at=until)
    done = Phone(phone.who, until - timedelta(hours=1))
    assert "Refresh" not in done.get("bureau:export", export.pk).headers
    assert done.get("bureau:export-part", export.pk, 3).content.startswith(b"PK")
    over = Phone(phone.who, until)
    assert over.get("bureau:export-part", export.pk, 3).status_code == 404
    assert officer(town, "吴处长").get("bureau:export", export.pk).status_code == 404
