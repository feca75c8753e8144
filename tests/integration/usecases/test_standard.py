"""The Standard is changed by two people, from a day on, for a place or all: and counted by the day of the act."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.types import Actor, NodeKind, Role
from nuanliu.domain.standards.drafts import changes, may_be_set, outcome_of
from nuanliu.domain.standards.models import StandardDraft, StandardVersion
from nuanliu.domain.standards.parameters import REGISTRY, AtSite, Kind, Parameter
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.timeline import timeline_of
from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.ask_standard import ask_for_approval, drop_draft, missing_in, take_back
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.decide_standard import UnableToDecide, approve_draft, send_back, withdraw_announced
from nuanliu.usecases.draft_standard import Frame, Wish, set_frame, set_values, start_draft
from nuanliu.usecases.standard_drafts import UnableToDraft
from tests.support.town import Town

NOTHING = Frame(title="", reason="", effective_day=None)
DAY = timedelta(days=1)


class Bureau:
    """Two people who look after the Standard, and how they change it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.one: Actor = town.staff(Role.BUREAU_STANDARDS, "林标准", node=town.city)
        self.two: Actor = town.staff(Role.BUREAU_STANDARDS, "何标准", node=town.city)

    def start(self, place=None, **facts) -> StandardDraft:
        place_id = place.pk if place else None
        return start_draft(actor=self.one, place_id=place_id, token=new_id(), now=self.town.now, **facts)

    def set(self, draft: StandardDraft, actor: Actor | None = None, **values) -> StandardDraft:
        seen = outcome_of(draft=draft, now=self.town.now).values
        wishes = {key: Wish(seen[key], value) for key, value in values.items()}
        return set_values(actor=actor or self.one, draft_id=draft.pk, wishes=wishes, now=self.town.now)

    def asked(self, place=None, *, in_days: int = 1, **values) -> StandardDraft:
        draft = self.start(place)
        self.set(draft, **values)
        day = local_date(self.town.now) + in_days * DAY
        frame = Frame(title="修订", reason="听了站点的意见", effective_day=day)
        set_frame(actor=self.one, draft_id=draft.pk, seen=NOTHING, frame=frame, now=self.town.now)
        return ask_for_approval(actor=self.one, draft_id=draft.pk, now=self.town.now)

    def approve(self, draft: StandardDraft, actor: Actor | None = None, mark: str = "") -> StandardDraft:
        draft.refresh_from_db()
        mark = mark or outcome_of(draft=draft, now=self.town.now).mark
        return approve_draft(actor=actor or self.two, draft_id=draft.pk, mark=mark, now=self.town.now)

    def published(self, place=None, *, in_days: int = 1, **values) -> StandardVersion | None:
        return self.approve(self.asked(place, in_days=in_days, **values)).version

    def day(self, in_days: int):
        return at(local_date(self.town.now) + in_days * DAY, 0)

    def minutes(self, key: str, site=None, in_days: int = 1) -> int:
        return standard_in_force(at=self.day(in_days), site=site.pk if site else None).minutes(key)


@pytest.fixture
def bureau(town: Town) -> Bureau:
    return Bureau(town)


def code_of(act, *args, **facts) -> str:
    with pytest.raises((UnableToDraft, UnableToDecide)) as refused:
        act(*args, **facts)
    return refused.value.code


def test_two_people_change_a_rule_and_it_holds_from_its_day(bureau: Bureau, town: Town) -> None:
    draft = bureau.asked(credit_step_min=15, in_days=3)
    assert code_of(bureau.approve, draft, bureau.one) == "own_draft"
    assert bureau.minutes("credit_step_min", in_days=3) == 30
    done = bureau.approve(draft)
    assert (done.state, done.version.number, done.version.published_by, done.version.approved_by) == (
        "published", 2, bureau.one.id, bureau.two.id,
    )  # fmt: skip
    assert done.version.effective_from == bureau.day(3)
    before = standard_in_force(at=bureau.day(3) - timedelta(seconds=1))
    assert (before.minutes("credit_step_min"), bureau.minutes("credit_step_min", in_days=3)) == (30, 15)
    assert bureau.approve(draft).version_id == done.version_id, "pressed again, nothing more happens"
    assert StandardVersion.objects.count() == 2
    actions = Event.objects.filter(subject_id=draft.pk).order_by("recorded_at", "pk").values_list("action", flat=True)
    assert sorted(actions) == [
        "standard.asked", "standard.drafted", "standard.edited", "standard.edited", "standard.published",
    ]  # fmt: skip


def test_whoever_touched_a_draft_does_not_approve_it(bureau: Bureau, town: Town) -> None:
    draft = bureau.start()
    bureau.set(draft, bureau.two, credit_step_min=15)
    frame = Frame(title="修订", reason="试行", effective_day=local_date(town.now) + DAY)
    set_frame(actor=bureau.one, draft_id=draft.pk, seen=NOTHING, frame=frame, now=town.now)
    ask_for_approval(actor=bureau.one, draft_id=draft.pk, now=town.now)
    assert code_of(bureau.approve, draft, bureau.two) == "own_draft"
    third = town.staff(Role.BUREAU_STANDARDS, "高标准", node=town.city)
    assert bureau.approve(draft, third).state == "published"
    with pytest.raises(IntegrityError), transaction.atomic():
        StandardDraft.objects.filter(pk=draft.pk).update(decided_by=bureau.one.id)


def test_it_is_nobody_elses_business(bureau: Bureau, town: Town) -> None:
    draft = bureau.asked(credit_step_min=15)
    for stranger in (town.coordinator(), town.staff(Role.BUREAU_SECURITY, "安全", node=town.city)):
        with pytest.raises(NotVisible):
            start_draft(actor=stranger, place_id=None, token=new_id(), now=town.now)
        with pytest.raises(NotVisible):
            bureau.approve(draft, stranger)
    with pytest.raises(NotVisible):
        approve_draft(actor=bureau.two, draft_id=uuid4(), mark="", now=town.now)


def test_it_is_sent_back_with_a_reason_gone_on_with_and_asked_again(bureau: Bureau, town: Town) -> None:
    draft = bureau.asked(credit_step_min=15)
    assert code_of(send_back, actor=bureau.two, draft_id=draft.pk, reason=" ", now=town.now) == "no_reason"
    back = send_back(actor=bureau.two, draft_id=draft.pk, reason="先问问站点", now=town.now)
    assert (back.state, back.answer, back.answered_by) == (DraftState.DRAFT, "先问问站点", bureau.two.id)
    assert code_of(bureau.approve, draft) == "not_asked"
    bureau.set(draft, credit_step_min=20)
    ask_for_approval(actor=bureau.one, draft_id=draft.pk, now=town.now)
    assert bureau.approve(draft).version.number == 2
    assert code_of(bureau.set, draft, credit_step_min=30) == "not_open"


def test_only_what_was_seen_is_approved(bureau: Bureau, town: Town) -> None:
    draft = bureau.asked(credit_step_min=15)
    seen = outcome_of(draft=draft, now=town.now).mark
    assert code_of(bureau.set, draft, credit_step_min=20) == "not_open"
    take_back(actor=bureau.one, draft_id=draft.pk, now=town.now)
    bureau.set(draft, credit_step_min=20)
    ask_for_approval(actor=bureau.one, draft_id=draft.pk, now=town.now)
    assert code_of(bureau.approve, draft, mark=seen) == "seen_another"
    other = bureau.asked(credit_grace_min=3)
    seen = outcome_of(draft=other, now=town.now).mark
    bureau.approve(draft)
    assert code_of(bureau.approve, other, mark=seen) == "seen_another", "another version stands beneath it now"
    bureau.approve(other)
    assert [bureau.minutes(key) for key in ("credit_step_min", "credit_grace_min")] == [20, 3]


def test_two_people_at_one_draft_do_not_write_over_each_other(bureau: Bureau, town: Town) -> None:
    draft = bureau.start()

    def press(actor, **wishes):
        wanted = {key: Wish(seen, value) for key, (seen, value) in wishes.items()}
        set_values(actor=actor, draft_id=draft.pk, wishes=wanted, now=town.now)
        return outcome_of(draft=StandardDraft.objects.get(pk=draft.pk), now=town.now).values

    press(bureau.one, credit_step_min=(30, 15), credit_grace_min=(5, 5))
    values = press(bureau.two, credit_step_min=(30, 30), credit_grace_min=(5, 3))
    assert (values["credit_step_min"], values["credit_grace_min"]) == (15, 3), "what one did not touch stays"
    with pytest.raises(UnableToDraft) as refused:
        press(bureau.two, credit_step_min=(30, 20), credit_min_min=(30, 60))
    (clash,) = refused.value.clashes
    assert (refused.value.code, clash.key, clash.by, clash.theirs) == (
        "changed_meanwhile", "credit_step_min", bureau.one.id, 15,
    )  # fmt: skip
    draft.refresh_from_db()
    assert outcome_of(draft=draft, now=town.now).values["credit_min_min"] == 30, "all or nothing"
    assert press(bureau.two, credit_step_min=(15, 20))["credit_step_min"] == 20
    assert code_of(press, bureau.one, credit_step_min=(15, 30)) == "changed_meanwhile"
    day = local_date(town.now) + DAY
    first = Frame(title="修订", reason="甲", effective_day=None)
    set_frame(actor=bureau.one, draft_id=draft.pk, seen=NOTHING, frame=first, now=town.now)
    facts = {"actor": bureau.two, "draft_id": draft.pk, "now": town.now, "seen": NOTHING}
    assert code_of(set_frame, frame=Frame(title="修订", reason="乙", effective_day=day), **facts) == "changed_meanwhile"
    both = set_frame(frame=Frame(title="", reason="", effective_day=day), **facts)
    assert (both.title, both.reason, both.effective_day) == ("修订", "甲", day)


def test_what_is_missing_is_said_before_anybody_else_is_asked(bureau: Bureau, town: Town) -> None:
    draft = bureau.start()

    def ask() -> str:
        return code_of(ask_for_approval, actor=bureau.one, draft_id=draft.pk, now=town.now)

    assert ask() == "no_change"
    assert code_of(bureau.set, draft, credit_step_min=0) == "faulty_values"
    bureau.set(draft, credit_step_min=5)
    assert ask() == "faulty_values", "a grace of 5 is not less than a step of 5"
    bureau.set(draft, credit_step_min=15)
    assert ask() == "no_title"
    today = local_date(town.now)
    facts = {"actor": bureau.one, "draft_id": draft.pk, "seen": NOTHING, "now": town.now}
    assert code_of(set_frame, frame=Frame(title="修", reason="", effective_day=today), **facts) == "past_day"
    set_frame(frame=Frame(title="修订", reason="", effective_day=None), **facts)
    assert ask() == "no_reason"
    set_frame(frame=Frame(title="", reason="试行", effective_day=None), **facts)
    assert ask() == "no_day"
    set_frame(frame=Frame(title="", reason="", effective_day=today + DAY), **facts)
    ask_for_approval(actor=bureau.one, draft_id=draft.pk, now=town.now)
    town.now += 2 * DAY
    assert code_of(bureau.approve, draft) == "past_day", "the day passed while it waited"


def test_nothing_is_published_beneath_what_is_already_announced(bureau: Bureau, town: Town) -> None:
    later = bureau.published(in_days=10, credit_step_min=15)
    assert code_of(bureau.asked, in_days=5, credit_grace_min=3) == "later_announced"
    facts = {"actor": bureau.two, "version_id": later.pk, "now": town.now}
    assert code_of(withdraw_announced, reason="", **facts) == "no_reason"
    withdraw_announced(reason="写错了", **facts)
    assert withdraw_announced(reason="再按", **facts).withdrawn_reason == "写错了"
    bureau.published(in_days=5, credit_grace_min=3)
    assert [bureau.minutes(key, in_days=11) for key in ("credit_step_min", "credit_grace_min")] == [30, 3]
    town.now += 6 * DAY
    running = StandardVersion.objects.get(number=3)
    assert (
        code_of(withdraw_announced, actor=bureau.two, version_id=running.pk, reason="不要了", now=town.now)
        == "has_begun"
    )


def test_a_draft_may_begin_from_an_old_version_or_be_dropped(bureau: Bureau, town: Town) -> None:
    bureau.published(credit_step_min=15, coin_cap=50_000)
    town.now += 2 * DAY
    draft = bureau.start(like=1)
    assert {one.known.key: one.new for one in outcome_of(draft=draft, now=town.now).changes} == {
        "credit_step_min": 30, "coin_cap": 60_000,
    }  # fmt: skip
    assert drop_draft(actor=bureau.two, draft_id=draft.pk, now=town.now).state == "dropped"
    with pytest.raises(NotVisible):
        bureau.start(like=99)


# -- places


def test_a_site_is_narrower_only_where_allowed_and_only_that_way(bureau: Bureau, town: Town) -> None:
    draft = bureau.start(town.site)
    with pytest.raises(NotVisible):
        bureau.set(draft, coin_per_hour=2)
    assert code_of(bureau.set, draft, credit_grace_min=7) == "faulty_values"
    drop_draft(actor=bureau.one, draft_id=draft.pk, now=town.now)
    bureau.published(town.site, credit_grace_min=3)
    assert [bureau.minutes("credit_grace_min", one) for one in (town.site, town.other_site, None)] == [3, 5, 5]
    bureau.published(town.site, in_days=2, credit_min_min=60)
    keys = ("credit_grace_min", "credit_min_min")
    assert [bureau.minutes(key, town.site, 2) for key in keys] == [3, 60], "what it had it keeps"
    bureau.published(in_days=4, credit_step_min=15, credit_grace_min=1)
    assert [bureau.minutes(key, town.site, 4) for key in (*keys, "credit_step_min")] == [1, 60, 15]
    assert [bureau.minutes(key, town.site, 3) for key in (*keys, "credit_step_min")] == [3, 60, 30]


def test_a_county_reaches_its_sites_and_a_site_may_be_stricter_still(bureau: Bureau, town: Town) -> None:
    county = town.site.parent
    bureau.published(town.site, credit_grace_min=3, credit_min_min=60)
    bureau.published(county, in_days=2, credit_grace_min=4, daily_auto_cap_min=420)
    key = "credit_grace_min"
    assert [bureau.minutes(key, one, 2) for one in (town.site, town.other_site, None)] == [3, 4, 5]
    assert [bureau.minutes("daily_auto_cap_min", one, 2) for one in (town.site, town.other_site, None)] == [
        420,
        420,
        480,
    ]
    draft = bureau.start(town.site)
    town.now += 3 * DAY
    assert code_of(bureau.set, draft, daily_auto_cap_min=450) == "faulty_values", "the county is stricter"
    bureau.published(town.site, credit_grace_min=4, credit_min_min=30)
    assert bureau.minutes(key, town.site, 2) == 4
    own = StandardVersion.objects.filter(scope_node=town.site.pk).order_by("number").last()
    assert own.withdrawn_at == bureau.day(1), "a site that gives all its own rules up has none from that day"


def test_a_site_rule_holds_on_when_what_was_announced_begins(bureau: Bureau, town: Town) -> None:
    city = bureau.published(in_days=5, credit_step_min=15)
    bureau.published(town.site, in_days=2, credit_grace_min=3)
    keys = ("credit_step_min", "credit_grace_min")
    assert [bureau.minutes(key, town.site, 3) for key in keys] == [30, 3]
    assert [bureau.minutes(key, town.site, 6) for key in keys] == [15, 3]
    withdraw_announced(actor=bureau.one, version_id=city.pk, reason="再等等", now=town.now)
    assert [bureau.minutes(key, town.site, 6) for key in keys] == [30, 3]
    site = StandardVersion.objects.get(scope_node=town.site.pk, carries=None)
    withdraw_announced(actor=bureau.one, version_id=site.pk, reason="再等等", now=town.now)
    assert [bureau.minutes(key, town.site, 6) for key in keys] == [30, 5]


def test_a_place_that_is_no_place_of_rules_is_not_found(bureau: Bureau, town: Town) -> None:
    branch = town.site.children.create(
        kind=NodeKind.BRANCH, code="B-X", name="支部", path=f"{town.site.path}B-X/", opened_at=town.now
    )
    for wrong in (branch.pk, uuid4()):
        with pytest.raises(NotVisible):
            start_draft(actor=bureau.one, place_id=wrong, token=new_id(), now=town.now)


# -- counted by the day of the act


def test_each_visit_is_counted_by_the_rules_of_its_own_day(bureau: Bureau, town: Town) -> None:
    city = bureau.published(in_days=3, credit_step_min=15)
    narrower = bureau.published(town.other_site, in_days=3, credit_grace_min=0)
    first = StandardVersion.objects.get(number=1)
    hands = {town.site: town.certifier(), town.other_site: town.staff(Role.CERTIFIER, "外站", node=town.other_site)}
    evening, morning, visits = bureau.day(3) - timedelta(hours=3), bureau.day(3) + timedelta(hours=6), []
    for site, starts_at in (
        (town.site, evening),
        (town.site, morning),
        (town.other_site, evening),
        (town.other_site, morning),
    ):
        elder = town.elder(minutes=600, site=site)
        helper = town.volunteer(site=site, choice="time")
        clerk = town.staff(Role.HOTLINE, node=site)
        visits.append((site, town.confirmed(elder, helper, minutes=43, starts_at=starts_at, clerk=clerk)))
    town.now = bureau.day(4)
    counted = [certify_visit(actor=hands[site], visit_id=visit.id, now=town.now) for site, visit in visits]
    assert [(one.counted_minutes, one.standard_version) for one in counted] == [
        (30, first.pk),
        (45, city.pk),
        (30, first.pk),
        (30, narrower.pk),
    ]


# -- whatever is drafted: what is published is exactly what the difference showed

MAKES_NO_STANDARD = {"no_change", "faulty_values"}
_ANY = {
    Kind.SWITCH: lambda _known: st.booleans(),
    Kind.CHOICE: lambda known: st.sampled_from(sorted(known.choices)),
    Kind.CHOICES: lambda known: st.lists(st.sampled_from(sorted(known.choices)), min_size=1, unique=True),
    Kind.RATIO: lambda known: st.sampled_from([known.minimum, known.default, known.maximum]),
    Kind.STAIRCASE: lambda known: st.lists(
        st.integers(known.minimum, known.maximum), min_size=1, max_size=6, unique=True
    ).map(sorted),
    Kind.QUANTITY: lambda known: st.integers(known.minimum, known.maximum),
}


def values_for(known: Parameter) -> st.SearchStrategy:
    return _ANY[known.kind](known)


def drafts(*, for_place: bool) -> st.SearchStrategy:
    """Some keys with values in range; for a place stricter ones than the default."""
    keys = [key for key, known in REGISTRY.items() if may_be_set(known=known, for_place=for_place)]

    def stricter(known: Parameter) -> st.SearchStrategy:
        if known.kind is not Kind.QUANTITY:
            return st.just(known.default)
        ends = (known.minimum, known.default) if known.at_site is AtSite.LOWER else (known.default, known.maximum)
        return st.integers(*ends)

    made = {key: stricter(REGISTRY[key]) if for_place else values_for(REGISTRY[key]) for key in keys}
    return st.lists(st.sampled_from(keys), min_size=1, max_size=6, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({key: made[key] for key in chosen})
    )


def _published_is_what_was_shown(bureau: Bureau, town: Town, place, values) -> None:
    where = {"site": place.pk} if place else {}
    draft = bureau.start(place)
    bureau.set(draft, **values)
    frame = Frame(title="修订", reason="试行", effective_day=local_date(town.now) + DAY)
    set_frame(actor=bureau.one, draft_id=draft.pk, seen=NOTHING, frame=frame, now=town.now)
    if missing_in(draft=StandardDraft.objects.get(pk=draft.pk), now=town.now):
        assert code_of(ask_for_approval, actor=bureau.one, draft_id=draft.pk, now=town.now) in MAKES_NO_STANDARD
        return
    ask_for_approval(actor=bureau.one, draft_id=draft.pk, now=town.now)
    draft.refresh_from_db()
    shown = outcome_of(draft=draft, now=town.now)
    before = standard_in_force(at=bureau.day(1), **where)
    bureau.approve(draft, mark=shown.mark)
    after = standard_in_force(at=bureau.day(1), **where)
    assert changes(before=before, after=after) == {one.known.key: (one.old, one.new) for one in shown.changes}
    assert {key: after.value(key) for key in REGISTRY} == dict(shown.values)
    if place:
        assert standard_in_force(at=bureau.day(1)) == standard_in_force(at=town.now), "nobody else's rules changed"
    line = timeline_of(place=place.pk if place else None)
    assert line.at(bureau.day(1)) == after
    assert set(line.next_turns(now=town.now)) == {one.known.key for one in shown.changes}


@pytest.mark.parametrize("for_place", [False, True], ids=["city", "site"])
def test_what_is_published_is_exactly_what_the_difference_showed(bureau: Bureau, town: Town, for_place) -> None:
    place = town.site if for_place else None

    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(values=drafts(for_place=for_place))
    def each(values) -> None:
        point = transaction.savepoint()
        _published_is_what_was_shown(bureau, town, place, values)
        transaction.savepoint_rollback(point)

    each()
