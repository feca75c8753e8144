"""What is kept of a person in words, section by section: one shape for the page, for paper and for the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.notices.types import Channel
from nuanliu.platform import words
from nuanliu.portals.mine.codes import ETHNICITIES
from nuanliu.portals.ui.channels import LANGUAGES as WRITTEN
from nuanliu.portals.ui.channels import WAYS
from nuanliu.portals.ui.labels import label_of
from nuanliu.portals.ui.skills import LANGUAGES, SKILLS, listed
from nuanliu.portals.ui.statuses import status_of

NEWEST = 10
TOPICS = {
    "visits": gettext_lazy("有人来、有变动"),
    "book": gettext_lazy("存折和荣誉的消息"),
    "events": gettext_lazy("活动和公告"),
}


PAPERS_KEPT = {
    "booklet": gettext_lazy("时间存折"),
    "slip": gettext_lazy("时间存单"),
    "statement": gettext_lazy("对账单"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, facts beneath it, or a table; `more` counts the lines that only the whole copy shows."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0


def sections_of(data: Mapping[str, Any], *, is_whole: bool) -> list[Section]:
    """All of `export_person` in the reader's language; without `is_whole` only the newest lines of each table."""
    limit = None if is_whole else NEWEST
    found = [_person(data["person"])]
    found += [_elder(data["elder"])] if data["elder"] else []
    found += [_volunteer(data["volunteer"])] if data["volunteer"] else []
    found += [_trainings(data["joining"]["trainings"]), _skills(data["joining"]["qualifications"])]
    found += [_passbook(data["passbook"]), _consents(data["consents"])]
    found += [_table(_("要过的帮助"), NEED_HEAD(), [_need(one) for one in data["needs"]], limit)]
    found += [_table(_("做过的服务"), VISIT_HEAD(), [_visit(one) for one in data["visits"]], limit)]
    found += [_table(_("报过名的活动"), VISIT_HEAD(), [_gathering(one) for one in data["gatherings"]], limit)]
    found += [
        _table(title, LINE_HEAD(), [_line(one, unit) for one in data["passbook"]["lines"][unit]], limit)
        for unit, title in (("time", _("时间的明细")), ("coin", _("服务币的明细")), ("honour", _("荣誉时长的明细")))
    ]
    found += [_table(_("打印过的和领过的"), PAPER_HEAD(), [_paper(one) for one in data["papers"]], limit)]
    found += [_told_how(data["told_how"])]
    found += [_table(_("给我的通知"), NOTICE_HEAD(), [_notice(one) for one in data["notices"]], limit)]
    return [section for section in found if section.facts or section.rows]


def _gathering(one: Mapping[str, Any]) -> tuple[str, ...]:
    """A line of a gathering's list."""
    came = {None: "", True: _("来了"), False: _("没来")}[one["came"]]
    counted = words.minutes(one["counted_minutes"]) if one["counted_minutes"] else ""
    return _long_day(one["starts_at"]), one["title"], came, counted


def NEED_HEAD() -> tuple[str, ...]:  # noqa: N802 (a constant in the reader's language)
    """Over the needs."""
    return _("时间"), _("什么事"), _("状态"), _("说过的话")


def VISIT_HEAD() -> tuple[str, ...]:  # noqa: N802
    """Over the visits."""
    return _("时间"), _("什么事"), _("状态"), _("认定时间")


def LINE_HEAD() -> tuple[str, ...]:  # noqa: N802
    """Over lines of the passbook."""
    return _("时间"), _("多少"), _("余额"), _("备注")


def PAPER_HEAD() -> tuple[str, ...]:  # noqa: N802
    """Over papers and goods."""
    return _("时间"), _("这是什么"), _("编号"), _("状态")


def NOTICE_HEAD() -> tuple[str, ...]:  # noqa: N802
    """Over the notices."""
    return _("时间"), _("通知"), _("内容")


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]], limit: int | None) -> Section:
    newest = rows[::-1] if limit is None else rows[::-1][:limit]
    return Section(title, head=head, rows=tuple(newest), more=len(rows) - len(newest))


def _facts(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value or _("没有记")) for label, value in pairs)


def _moment(text: str | None) -> str:
    return words.moment(datetime.fromisoformat(text)) if text else ""


def _long_day(text: str | None) -> str:
    """`1944年6月2日`, `2 June 1944`: of a birthday nobody wants the day of the week."""
    if not text:
        return ""
    on = date.fromisoformat(text[:10])
    if words.english():
        return f"{on.day} {words.MONTHS_EN[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


def _person(one: Mapping[str, Any]) -> Section:
    place = f"{one['latitude']}, {one['longitude']}" if one["latitude"] else ""
    return Section(
        _("我是谁"),
        _facts(
            (_("姓名"), one["name"]),
            (_("性别"), str(label_of(one["sex"], kind="sex"))),
            (_("生日"), _long_day(one["birth_date"])),
            (_("证件号码"), one["identity"]),
            (_("电话"), words.spoken_phone(one["phone"])),
            (_("住址"), one["address"]),
            (_("街道"), one["street"]),
            (_("地图上的位置"), place),
            (_("民族"), str(ETHNICITIES.get(one["ethnicity"], one["ethnicity"]))),
            (_("社区"), one["site"]),
            (_("党支部"), one["branch"] or ""),
            (_("登记时间"), _moment(one["registered_at"])),
            (_("光荣榜上怎么写我"), one["named_in_public_as"]),
            (_("商家看到的名字"), one["named_to_shops_as"] or _("看不到，只有号码")),
        ),
    )


def _elder(one: Mapping[str, Any]) -> Section:
    return Section(
        _("照顾我要知道的"),
        _facts(
            (_("情况"), listed(str(label_of(code, kind="circumstance")) for code in one["circumstances"])),
            (_("会说什么话"), listed(str(LANGUAGES.get(code, code)) for code in one["languages"])),
            (_("几楼"), one["floor_and_stairs"]),
            (_("要当心的事"), one["helper_note"]),
            (_("急事找谁"), one["emergency"]),
            (_("常来的人"), one["regular_helper"] or ""),
        ),
    )


def _volunteer(one: Mapping[str, Any]) -> Section:
    return Section(
        _("志愿者"),
        _facts(
            (_("编号"), one["number"]),
            (_("状态"), str(label_of(one["state"], kind="volunteer_state"))),
            (_("加入"), _long_day(one["joined_on"])),
            (_("会做什么"), listed(str(SKILLS.get(code, code)) for code in one["skills"])),
            (_("会说什么话"), listed(str(LANGUAGES.get(code, code)) for code in one["languages"])),
            (_("培训"), _long_day(one["trained_on"])),
            (_("保险到"), _long_day(one["insured_until"])),
            (_("健康申报"), _long_day(one["health_declared_on"])),
        ),
    )


def _trainings(rows: list[Mapping[str, Any]]) -> Section:
    told = [
        (_long_day(one["taken_on"]), words.minutes(one["minutes"]), _("过了") if one["is_passed"] else _("没有过"))
        for one in rows
    ]
    return Section(_("培训记录"), head=(_("时间"), _("多久"), _("结果")), rows=tuple(told))


def _skills(rows: list[Mapping[str, Any]]) -> Section:
    told = [(str(SKILLS.get(one["skill"], one["skill"])), _long_day(one["valid_until"])) for one in rows]
    return Section(_("交过的资格"), head=(_("会做什么"), _("有效到")), rows=tuple(told))


def _passbook(one: Mapping[str, Any]) -> Section:
    return Section(
        _("存折"),
        _facts(
            (_("时间"), words.minutes(one["time_minutes"])),
            (_("服务币"), words.coins(one["coin_hundredths"])),
            (_("荣誉时长"), words.minutes(one["honour_minutes"])),
        ),
    )


def _consents(rows: list[Mapping[str, Any]]) -> Section:
    side = "en" if words.english() else "zh"
    told = [
        (
            one["text"][side]["title"],
            _moment(one["given_at"]),
            _moment(one["withdrawn_at"]),
            f"{one['version']} · {one['fingerprint'][:12]}",
        )
        for one in rows
    ]
    return Section(_("我同意的事"), head=(_("什么事"), _("同意"), _("收回"), _("文本")), rows=tuple(told))


def _service(one: Mapping[str, Any]) -> str:
    return str(one["service_en"] if words.english() else one["service"])


def _need(one: Mapping[str, Any]) -> tuple[str, ...]:
    return _moment(one["starts_at"]), _service(one), str(status_of(one["state"]).word), one["note"]


def _visit(one: Mapping[str, Any]) -> tuple[str, ...]:
    counted = one["counted_minutes"]
    return (
        _moment(one["starts_at"]),
        _service(one),
        str(status_of(one["state"]).word),
        "" if counted is None else words.minutes(counted),
    )


def _line(one: Mapping[str, Any], unit: str) -> tuple[str, ...]:
    amount = words.amount(one["amount"], unit, signed=True)
    return _moment(one["occurred_at"]), amount, words.amount(one["balance"], unit), one["memo"]


def _told_how(one: Mapping[str, Any]) -> Section:
    """How she wants to be told; what she did not choose goes the usual way."""
    said = {code: str(WAYS[Channel(code)].title) if code else _("按平常的办法") for code in {*one["channels"].values()}}
    facts = [(str(TOPICS[topic]), said[code]) for topic, code in one["channels"].items()]
    return Section(_("怎么告诉我"), facts=(*facts, (_("用哪种文字"), dict(WRITTEN)[one["language"]])))


def _notice(one: Mapping[str, Any]) -> tuple[str, ...]:
    return _moment(one["at"]), one["title"], one["body"]


def _paper(one: Mapping[str, Any]) -> tuple[str, ...]:
    what = one["what"] if one["kind"] in {"goods", "courtesy"} else f"{PAPERS_KEPT[one['kind']]} {one['what']}".strip()
    over = _("作废或撤销：%(day)s") % {"day": _long_day(one["ended_at"])} if one["ended_at"] else ""
    number = one["number"] if one["kind"] == "courtesy" else f"{one['number']:06d}"
    return _moment(one["at"]), what, number, over
