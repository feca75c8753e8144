"""One look or more at every page there is: with the role it is made for, about real things, in every state.

Tests of all pages (accessibility, both languages) take their pages from here. An address for which nothing is
written here is looked at once, as the first role that gets it; one that nobody gets fails (see `looks_at`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import reverse

from nuanliu.domain.care.disputes.models import Dispute
from nuanliu.domain.care.disputes.types import Finding
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.care.watching.doors import Whose, door_key
from nuanliu.domain.honours.models import Category, Commendation, Criterion
from nuanliu.domain.integrity.reports import code_of_report
from nuanliu.domain.ledger.seals.codes import written
from nuanliu.domain.people.consents.texts import current_words
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.domain.signing.models import Authenticator, Session
from nuanliu.domain.standards.drafts import outcome_of
from nuanliu.domain.standards.models import StandardDraft
from nuanliu.domain.standards.operations import publish_for_city
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from nuanliu.portals.public.signing_phone import PROVED
from nuanliu.portals.ui.recent import PROVED_AT
from nuanliu.portals.ui.steps import HALF_WAY
from nuanliu.usecases.ask_standard import ask_for_approval
from nuanliu.usecases.certifying.asking import ask_back
from nuanliu.usecases.decide_standard import approve_draft
from nuanliu.usecases.disputes.ruling import Answer, propose_ruling
from nuanliu.usecases.draft_standard import Frame, set_frame
from nuanliu.usecases.series.place import review_series
from tests.support.addresses import Address, addresses
from tests.support.signing import let_in
from tests.support.world import NOW, ROLES, SETS, World

NO_PAGE = {
    "desk:column-export": "a file",
    "desk:roster-blank": "a file",
    "volunteer:visit-calendar": "a file",
    "volunteer:calendar-feed": "a file",
    "volunteer:statement-file": "a file",
    "desk:statement-file": "a file",
    "bureau:account-file": "a file",
    "bureau:figures-file": "a file",
    "bureau:rows-file": "a file",
    "bureau:report-paper": "a file",
    "bureau:report-file": "a file",
    "bureau:export-part": "a file",
    "bureau:reconciliation-file": "a file",
    "bureau:reconciliation-site-file": "a file",
    "public:proof-heads": "for machines",
    **{f"public:open-data-{one}": "a file" for one in ("city", "areas", "services", "json", "package")},
    "public:calendar": "a file",
    "public:event-file": "a file",
    "gatherings:poster": "a file",
    "desk:menu-poster": "a file",
    "desk:menu-card": "a file",
    "gatherings:photo": "a picture",
    "public:event-photo": "a picture",
    "gatherings:roll-sheet": "a file",
    "public:events-file": "a file",
    "public:robots": "for machines",
    "public:sitemap": "for machines",
    "public:proof-verifier": "a file",
    "public:check-proof": "a file",
    "bureau:audit-file": "a file",
    "mine:copy-json": "a file",
    "mine:copy-pdf": "a file",
    "mine-at-desk:copy-json": "a file",
    "mine-at-desk:copy-pdf": "a file",
    "desk:paper": "a file",
    "desk:visit-photo": "a file",
    "public:shop-picture": "a picture",
    "merchant:sticker": "a file",
    "merchant:statement-paper": "a file",
    "alliance:statement-paper": "a file",
    "desk:booklet-cover": "a file",
    "desk:time-slip": "a file",
    "desk:statement-paper": "a file",
    "volunteer:slip": "a file",
    "volunteer:certificate": "a file",
    "volunteer:certificate-proof": "a file",
    "desk:certificate": "a file",
    "certificates:paper": "a file",
    "certificates:batch-file": "a file",
    "certificates:seal-picture": "a picture",
    "volunteer:paper": "a file",
    "volunteer:year-picture": "a picture",
    "honours:press": "a file",
    "desk:booklet-page": "a file",
    "desk:slips-pad-paper": "a file",
    "desk:slip-photo": "a picture",
    "desk:old-page-photo": "a picture",
    "desk:booklet-printing-pdf": "a file",
    "hotline:morning": "a file",
    "hotline:closings": "leads on where there is one site; the list is looked at in hotline/test_calling",
}
"""Addresses that answer GET with something else than a page."""
_GATHERED = ["draft", "announced", "off", "held", "rolled", "certified"]
_STATES = [state.value for state in NeedState if state not in {NeedState.VOIDED, NeedState.MATCHED}]
_VISITED = ["serving", "served", "confirmed", "certified", "credited", "disputed"]
_COLUMNS = ["late", "review", "returned", "matched", "serving", "confirm", "certify"]
_ALL_DAYS = "first_day=2026-01-01&last_day=2099-12-31"
_ASKING = "what=S101&day=2026-11-09&part=morning&hour=9"
_QUERIES = {
    "ask-day": ["what=S101", "what=S101&page=2"],
    "ask-part": ["what=S101&day=2026-11-09"],
    "ask-hour": ["what=S101&day=2026-11-09&part=afternoon"],
    "ask-length": ["what=S101"],
    "ask-payer": ["what=S101"],
    "ask-word": [_ASKING],
    "ask-check": [f"{_ASKING}&word=loud"],
    "ask-weekly": [_ASKING],
    "ask": ["", "group=talk"],
    "arrangements": ["", "past=1"],
    "time": ["", "before=2"],
    "statement": ["", "period=last-month"],
}
"""Questions that need the answers before them in the address, and pages that show something else when asked."""
_STATE_OF = {
    "came": ["served"], "not-came": ["served"], "said": ["confirmed"], "asked": ["submitted"], "cancel": ["open"],
    "change": ["open"],
    "object": ["credited", "certified"],
    "need": ["matched", *_STATES],
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """Who looks at what: the state of the need or visit, other values, what is asked, what is done before."""

    role: str = ""
    state: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    before: Callable[[World, Client], HttpResponse] | None = None


def _typed(world: World, client: Client) -> HttpResponse:
    """The clerk has typed a need; the answer leads to the sentences."""
    elder = reverse("hotline:elder", args=[world.homes["hers"].elder.pk])
    return client.post(elder, {"token": str(new_id()), "service": "1", "when": "下周二 9点", "note": "门铃坏了"})


def _ask_back(world: World) -> Visit:
    """The certifier has sent a visit back with a question."""
    visit = Visit.objects.get(id=world.homes["hers"].visits["confirmed"].id)
    if not visit.paused:
        ask_back(actor=world.actor("certifier"), visit_id=visit.id, question="几点到的？", token=new_id(), now=NOW)
    return visit


def _asked_back(world: World, client: Client) -> HttpResponse:
    """The site has a question; the helper opens it."""
    return HttpResponseRedirect(reverse("volunteer:answer", args=[_ask_back(world).id]))


def _asked_back_at_desk(world: World, client: Client) -> HttpResponse:
    """The site has a question; the desk looks at the visit."""
    return HttpResponseRedirect(reverse("desk:certify", args=[_ask_back(world).id]))


def _proposed(world: World, client: Client) -> HttpResponse:
    """One officer has proposed what a dispute comes to; another opens it."""
    dispute = Dispute.objects.get(visit_id=world.homes["neighbour"].visits["certified"].id)
    if not dispute.rulings.exists():
        actor = world.actor("coordinator")
        answer = Answer(Finding.STANDS, None, "风雨无阻")
        propose_ruling(actor=actor, dispute_id=dispute.id, answer=answer, token=new_id(), now=NOW)
    return HttpResponseRedirect(reverse("desk:dispute", args=[dispute.id]))


def _scanned(world: World, client: Client) -> HttpResponse:
    """The helper's camera has read the QR at the old person's door."""
    elder = world.homes["hers"].elder.pk
    key = door_key(whose=Whose.ELDER, subject=elder)
    return HttpResponseRedirect(reverse("volunteer:scan", args=["elder", elder, key]))


def _near_the_door(agreed: bool) -> Callable[[World, Client], HttpResponse]:  # noqa: FBT001 (said at once, below)
    """The city takes a telephone's place; the helper has agreed to it, or is asked first."""

    def before(world: World, client: Client) -> HttpResponse:
        visit = world.homes["hers"].visits["matched"]
        Person.objects.filter(pk=visit.need.elder_id).update(latitude=26.2, longitude=105.4)
        if not standard_in_force(at=NOW).boolean("check_in_gps"):
            rules = {"title": "修订", "values": {"check_in_gps": True}, "reason": "试行", "published_by": None}
            publish_for_city(effective_from=NOW, now=NOW, **rules)
        page = reverse("volunteer:at-door", args=[visit.id])
        if agreed:
            words = current_words(purpose=ConsentPurpose.AT_DOOR).fingerprint
            client.post(page, {"token": str(new_id()), "words": words})
        return HttpResponseRedirect(page)

    return before


def _certified_together(world: World, client: Client) -> HttpResponse:
    """Some were certified together."""
    visits = [str(home.visits["confirmed"].id) for home in world.homes.values()]
    return client.post(reverse("desk:certifying"), {"token": str(new_id()), "visit": visits})


def _carded(world: World, client: Client) -> HttpResponse:
    """The clerk has issued a card; the answer leads to it."""
    issue = reverse("desk:card-issue", args=[world.homes["hers"].elder.pk])
    return client.post(issue, {"token": str(new_id())})


def _long_ago(client: Client) -> None:
    """Whoever is signed in proved it too long ago."""
    session = client.session
    session.pop(PROVED_AT, None)
    session.save()


def _stale(world: World, client: Client) -> HttpResponse:
    """She is asked once more who she is."""
    _long_ago(client)
    return HttpResponseRedirect(reverse("public:again"))


def _stale_without_password(world: World, client: Client) -> HttpResponse:
    """The same, for somebody who has only her telephone."""
    login = world.people["family"].login
    login.set_unusable_password()
    login.save()
    let_in(client, login)
    return _stale(world, client)


def _kept(world: World, client: Client) -> HttpResponse:
    """What she sent was kept, and she has proved who she is."""
    _long_ago(client)
    sent = {"token": str(new_id()), "reason": "要打电话"}
    answer = client.post(reverse("desk:reveal", args=[world.homes["hers"].elder.pk]), sent)
    session = client.session
    session[PROVED_AT] = NOW.isoformat()
    session.save()
    return HttpResponseRedirect(parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0])


def _written_in(page: str, **marks: Any) -> Callable[[World, Client], HttpResponse]:
    """The session says something (a value may be made from the world), then the page is opened."""

    def wrote(world: World, client: Client) -> HttpResponse:
        session = client.session
        session.update({name: mark(world) if callable(mark) else mark for name, mark in marks.items()})
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return HttpResponseRedirect(reverse(page))

    return wrote


def _sent_a_code(world: World, client: Client) -> HttpResponse:
    """A code is on its way to her telephone."""
    sent = {"token": str(new_id()), "phone": world.canaries["helper of hers"].phone}
    return client.post(reverse("public:sign-in-phone"), sent)


def _almost_over(world: World, client: Client) -> HttpResponse:
    """She has done nothing for nearly twelve hours."""
    Session.objects.filter(pk=client.session.session_key).update(seen_at=NOW - timedelta(hours=11, minutes=59))
    return HttpResponseRedirect(reverse("public:still-there"))


def _nothing_set_up(world: World, client: Client) -> HttpResponse:
    """An officer who has no second step yet."""
    Authenticator.objects.all().delete()
    return HttpResponseRedirect(reverse("account:second-step"))


def _new_codes(world: World, client: Client) -> HttpResponse:
    """Ten recovery codes have just been made."""
    return client.post(reverse("account:recovery"), {"token": str(new_id())})


def _half(world: World) -> dict[str, object]:
    return {"login": str(world.people["security"].pk), "way": "password", "again": False, "at": NOW.isoformat()}


def _both(world: World) -> dict[str, object]:
    home = world.homes["hers"]
    return {"logins": [str(home.elder.pk), str(home.daughter.pk)], "at": NOW.isoformat()}


def _asked_to_see(world: World, client: Client) -> HttpResponse:
    """The clerk has said why she needs the whole; the answer leads to it."""
    data = reverse("mine-at-desk:data", args=[world.homes["hers"].elder.pk])
    return client.post(data, {"token": str(new_id()), "reason": "本人来要"})


def _searched(page: str, **words: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody is searched for; the answer leads to who is found."""
    return lambda _world, client: client.post(reverse(page), words)


def _signs(text: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody is searched for, to be put on the list of a gathering."""

    def typed(world: World, client: Client) -> HttpResponse:
        values = world.arguments({"gathering_id"}, which="hers")
        return client.post(reverse("gatherings:sign", kwargs=values), {"q": text})

    return typed


def _coded(which: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody types the code of a line of `which`."""

    def typed(world: World, _client: Client) -> HttpResponse:
        code = world.arguments({"line_code"}, which=which)["line_code"]
        return HttpResponseRedirect(f"{reverse('public:check')}?code={code}")

    return typed


def _at(where: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody goes to the page of an organisation above the branch."""

    def gone(world: World, _client: Client) -> HttpResponse:
        places = {"site": world.town.site, "county": world.town.site.parent, "city": world.town.city}
        return HttpResponseRedirect(reverse("units:unit", args=[places[where].pk]))

    return gone


def _joining(page: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody who is signed in begins to join; the answer leads to a page of it."""

    def begun(_world: World, client: Client) -> HttpResponse:
        client.post(reverse("joining:start"), {"token": str(new_id())})
        return HttpResponseRedirect(reverse(f"joining:{page}"))

    return begun


def _revealed(world: World, client: Client) -> HttpResponse:
    """The clerk has written why she needs the whole contact; the answer leads to the form."""
    elder = world.homes["hers"].elder.pk
    client.post(reverse("desk:reveal", args=[elder]), {"token": str(new_id()), "reason": "改电话"})
    return HttpResponseRedirect(reverse("desk:elder-change", args=[elder]))


def _gone(world: World, client: Client) -> HttpResponse:
    """The helper of `hers` has died; the answer leads to his page."""
    here = reverse("desk:death", args=[world.homes["hers"].helper.pk])
    sent = {"token": str(new_id()), "act": "record", "died_on": "2026-11-05", "paper": "certificate"}
    return client.post(here, sent)


def _moved(world: World, client: Client) -> HttpResponse:
    """She has moved away."""
    here = reverse("desk:away", args=[world.homes["hers"].elder.pk])
    return client.post(here, {"token": str(new_id()), "act": "moved"})


def _of_helper(page: str) -> Callable[[World, Client], HttpResponse]:
    """A page about the helper."""
    return lambda world, _client: HttpResponseRedirect(reverse(page, args=[world.homes["hers"].helper.pk]))


def _wishing(page: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody whom nobody knows asks to be registered; the answer leads to a page of it."""

    def begun(world: World, client: Client) -> HttpResponse:
        if page != "wish":
            client.post(reverse("public:wish"), {"token": str(new_id()), "for_whom": "self"})
        if page != "wish-name":
            said = {"token": str(new_id()), "name": world.homes["hers"].elder.name, "site": str(world.town.site.pk)}
            client.post(reverse("public:wish-name"), said)
        if page in {"wish-check", "wish-sent"}:
            said = {"token": str(new_id()), "phone": "13800001111", "call_when": "any", "word": "门铃坏了"}
            client.post(reverse("public:wish-call"), said)
        if page == "wish-sent":
            client.post(reverse("public:wish-check"), {"token": str(new_id())})
        return HttpResponseRedirect(reverse(f"public:{page}"))

    return begun


def _taken(*, is_form: bool = False) -> Callable[[World, Client], HttpResponse]:
    """The clerk rings somebody who asked to be registered; the answer leads to the wish, or to the form."""

    def begun(world: World, client: Client) -> HttpResponse:
        wish = world.arguments({"wish_id"}, which="hers")["wish_id"]
        page = reverse("desk:wish", args=[wish])
        client.post(page, {"token": str(new_id()), "act": "take"})
        return HttpResponseRedirect(f"{reverse('desk:elder-new')}?wish={wish}" if is_form else page)

    return begun


def _reported(page: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody whom nobody knows reports; the answer leads to the code, or to where it stands."""

    def sent(world: World, client: Client) -> HttpResponse:
        if page == "public:report-answer":
            code = code_of_report(report_id=world.arguments({"tip_id"}, which="hers")["tip_id"])
            return client.post(reverse(page), {"code": code})
        said = {"token": str(new_id()), "kind": "money", "words": "门铃坏了", "site": str(world.town.site.pk)}
        return client.post(reverse("public:report"), said)

    return sent


def _taken_tip(world: World, client: Client) -> HttpResponse:
    """The officer takes the report; the answer leads to it."""
    page = reverse("bureau:tip", args=[world.arguments({"tip_id"}, which="hers")["tip_id"]])
    return client.post(page, {"token": str(new_id()), "act": "take"})


def _phoned(world: World, client: Client) -> HttpResponse:
    """Somebody whom nobody knows has written name and telephone; the answer leads to the code."""
    said = {"name": "方小云", "phone": "13800001111", "site": str(world.town.site.pk), "token": str(new_id())}
    return client.post(reverse("joining:start"), said)


_JOINING = ("tasks", "identity", "promise", "course", "abilities", "proofs", "times", "consents", "guardian", "check",
            "withdraw")  # fmt: skip

_WISHING = ("wish", "wish-name", "wish-call", "wish-check", "wish-sent")


def _asked_about(which: str, *, is_approved: bool = False) -> Callable[[World, Client], HttpResponse]:
    """A draft of the Standard waits for a second person, or has been published; the answer leads to it, or to that."""

    def asked(world: World, _client: Client) -> HttpResponse:
        draft = StandardDraft.objects.get(pk=world.drafts[which])
        officer, nothing = world.actor("standards"), Frame(title="", reason="", effective_day=None)
        writer, second = (replace(officer, id=one) for one in (draft.started_by, world.people["security"].pk))
        if draft.state == "draft":
            frame = Frame(title="2-0", reason="7-2-1", effective_day=NOW.date() + timedelta(days=9))
            set_frame(actor=writer, draft_id=draft.pk, seen=nothing, frame=frame, now=NOW)
            draft = ask_for_approval(actor=writer, draft_id=draft.pk, now=NOW)
        if not is_approved:
            return HttpResponseRedirect(reverse("bureau:draft", args=[draft.pk]))
        mark = outcome_of(draft=draft, now=NOW).mark
        done = approve_draft(actor=second, draft_id=draft.pk, mark=mark, now=NOW)
        return HttpResponseRedirect(
            reverse("bureau:standard-version", args=[done.version.number if done.version else 0])
        )

    return asked


def _set_every_week(page: str) -> Callable[[World, Client], HttpResponse]:
    """The site has set down what her mother asked for every week; the answer leads to a page of it."""

    def approved(world: World, _client: Client) -> HttpResponse:
        series_id = world.series["hers"]
        review_series(actor=world.actor("coordinator"), series_id=series_id, approve=True, now=NOW)
        whose = {"elder_id": world.homes["hers"].elder.pk} if page.startswith("family") else {}
        return HttpResponseRedirect(reverse(page, kwargs={**whose, "series_id": series_id}))

    return approved


def _for_arranging(portal: str, role: str) -> dict[str, list[Look]]:
    looks = {f"{portal}:{page}": [Look(role, query=one) for one in asked] for page, asked in _QUERIES.items()}
    stated = {f"{portal}:{page}": [Look(role, state=one) for one in states] for page, states in _STATE_OF.items()}
    return looks | stated


def _draft(world: World, _client: Client) -> HttpResponse:
    """The criteria of a commendation that has not begun."""
    known = Category.objects.filter(commendation__year=2023).first()
    if known is not None:
        return HttpResponseRedirect(reverse("honours:category", args=[known.pk]))
    one = Commendation.objects.create(
        year=2023, title="7-2-1", freeze_day=NOW.date(), review_day=NOW.date(), notice_days=7, quorum_percent=60,
        committee_min=3, standard_version=new_id(), made_at=NOW,
    )  # fmt: skip
    kind = Category.objects.create(
        commendation=one, kind="volunteer", name="7-2-1", name_en="7-2-1", places=1, position=0
    )
    for measure, needed in (("minutes", 1200), ("rating", 450)):
        Criterion.objects.create(category=kind, measure=measure, needed=needed, choice=1)
    return HttpResponseRedirect(reverse("honours:category", args=[kind.pk]))


def _members(name: str) -> Callable[[World, Client], HttpResponse]:
    """Somebody for the committee is looked for."""

    def looked(world: World, client: Client) -> HttpResponse:
        one = world.arguments({"commendation_id"}, which="hers")["commendation_id"]
        return client.post(reverse("honours:committee", args=[one]), {"q": name})

    return looked


def _list_asked(world: World, _client: Client) -> HttpResponse:
    """Whether to make the list of this year."""
    one = world.arguments({"commendation_id"}, which="hers")["commendation_id"]
    return HttpResponseRedirect(reverse("honours:act", args=[one, "list"]))


def _nobody_in_the_branch(world: World, client: Client) -> HttpResponse:
    """The secretary looks for somebody who is no member."""
    branch = world.arguments({"node_id"}, which="hers")["node_id"]
    return client.post(reverse("branch:unit", args=[branch]), {"q": "nobody"})


_LOOKS: dict[str, list[Look]] = {
    **_for_arranging("elder", "elder"),
    **_for_arranging("family", "family"),
    **{f"joining:{page}": [Look("family", before=_joining(page))] for page in _JOINING},
    "joining:code": [Look("anonymous", before=_phoned)],
    "joining:start": [Look("anonymous"), Look("family")],
    "bureau:figures": [
        Look("standards"),
        Look("security", query="what=need&by=outcome"),
        Look("standards", query="what=book&by=flow&period=2026"),
    ],
    "bureau:saved": [Look("standards"), Look("audit", query="page=/bureau/")],
    "bureau:report": [
        Look("standards"),
        Look("standards", query="kind=branch&period=2026"),
        Look("standards", query="kind=alliance"),
    ],
    "bureau:rows": [
        Look("standards", query="what=need&by=all"),
        Look("standards", query="what=people&by=role&value=elder"),
        Look("audit", query="what=visit&by=grade&value=verified"),
    ],
    "desk:applications": [Look("coordinator"), Look("standards"), Look("coordinator", query="tab=all")],
    "desk:application": [Look("coordinator")],
    "desk:elder-change": [Look("clerk", before=_revealed)],
    "desk:wish": [Look("clerk"), Look("clerk", before=_taken())],
    "desk:elder-new": [Look("clerk"), Look("clerk", before=_taken(is_form=True))],
    **{f"public:{page}": [Look("anonymous", before=_wishing(page))] for page in _WISHING},
    "desk:renew": [Look("coordinator", before=_of_helper("desk:renew"))],
    "desk:duplicates": [Look("clerk")],
    "desk:compare": [Look("clerk"), Look("standards")],
    "desk:special": [Look("coordinator")],
    "desk:pool": [Look("coordinator")],
    "desk:pool-use": [Look("coordinator"), Look("standards")],
    "desk:give": [Look("clerk"), Look("clerk", before=_of_helper("desk:give"))],
    "desk:death": [Look("clerk"), Look("clerk", before=_gone)],
    "desk:away": [Look("clerk"), Look("clerk", before=_moved)],
    "desk:kin": [Look("clerk"), Look("clerk", before=_of_helper("desk:kin"))],
    "elder:gift": [Look("elder", "asked")],
    **{
        f"{portal}:{page}": [Look(role), Look(role, before=_set_every_week(f"{portal}:{page}"))]
        for portal, role in (("elder", "elder"), ("family", "family"))
        for page in ("series", "series-pause", "series-end")
    },
    **{f"{portal}:series-change": [Look(portal, before=_set_every_week(f"{portal}:series-change"))]
       for portal in ("elder", "family")},
    "desk:pairs": [Look("coordinator"), Look("clerk", query="state=ended")],
    "desk:pair": [Look("coordinator")],
    "dispatch:run": [
        Look("coordinator"),
        Look("clerk", query="by=helper"),
        Look("standards", query="by=nobody"),
    ],
    "dispatch:need": [Look("coordinator", state="open"), Look("clerk", state="open")],
    "dispatch:confirm": [Look("coordinator", query="all=1"), Look("coordinator")],
    "desk:fallbacks": [Look("coordinator"), Look("secretary"), Look("coordinator", query="state=unserved")],
    "desk:fallback": [Look("coordinator"), Look("secretary")],
    "desk:series": [Look("coordinator"), Look("clerk", query="state=ended")],
    "desk:series-one": [Look("coordinator"), Look("coordinator", before=_set_every_week("desk:series-one"))],
    "gatherings:gathering": [Look("coordinator", one) for one in _GATHERED],
    "gatherings:team": [Look("secretary")],
    "gatherings:roll": [Look("coordinator", "held")],
    "gatherings:photos": [Look("coordinator", "certified")],
    "gatherings:paper": [Look("coordinator", "held")],
    "gatherings:certify": [Look("certifier", "rolled"), Look("coordinator", "rolled")],
    "gatherings:void": [Look("certifier", "certified")],
    "gatherings:sign": [Look("coordinator"),
                        Look("coordinator", before=_signs("梅花路")),
                        Look("coordinator", before=_signs("zzzzz"))],
    "volunteer:gathering": [Look("volunteer", one) for one in _GATHERED if one != "draft"],
    "elder:gathering": [Look("elder", one) for one in _GATHERED if one != "draft"],
    "public:event": [Look("anonymous", one) for one in _GATHERED if one != "draft"],
    "desk:need": [Look("coordinator", state=one) for one in ["matched", *_STATES]],
    "desk:visit": [Look("coordinator", state=one) for one in ["matched", *_VISITED]],
    "desk:certify": [
        Look("certifier", "confirmed"),
        Look("clerk", "confirmed"),
        Look("certifier", "credited"),
        Look("certifier", "confirmed", before=_asked_back_at_desk),
    ],
    "desk:column": [Look("coordinator"), *(Look("coordinator", values={"code": one}) for one in _COLUMNS),
                    Look("coordinator", query="q=nobody")],
    "desk:people": [Look("coordinator"), Look("coordinator", query="who=volunteers"),
                    Look("coordinator", before=_searched("desk:people", q="nobody"))],
    "desk:card": [Look("coordinator", before=_carded)],
    "desk:slip": [Look("coordinator")],
    "hotline:read-back": [Look("clerk", before=_typed)],
    "hotline:home": [Look("clerk"), Look("clerk", before=_searched("hotline:home", q="梅花路")),
                     Look("clerk", before=_searched("hotline:home", q="zzzzz"))],
    "hotline:placed": [Look("clerk", "open")],
    "volunteer:need": [Look("volunteer", "open")],
    "volunteer:visit": [Look("volunteer", one) for one in ["matched", *_VISITED]],
    "volunteer:start": [Look("volunteer")],
    "volunteer:end": [Look("volunteer", "serving")],
    "volunteer:choose": [Look("volunteer", "certified")],
    "volunteer:answer": [Look("volunteer", "confirmed", before=_asked_back)],
    "desk:dispute": [Look("coordinator"), Look("certifier"), Look("standards", before=_proposed)],
    "desk:disputes": [Look("certifier")],
    "desk:appeal": [Look("certifier", "appealed")],
    "desk:visit-missing": [Look("clerk", "matched")],
    "desk:visit-fault": [Look("certifier", "credited")],
    "desk:fault": [Look("certifier", "proposed"), Look("coordinator", "proposed")],
    "volunteer:appeal": [Look("volunteer")],
    "desk:watch": [Look("clerk")],
    "desk:incident": [Look("clerk")],
    "desk:visit-incident": [Look("clerk", "served")],
    "desk:door": [Look("clerk")],
    "volunteer:photo": [Look("volunteer", "served")],
    "volunteer:incident": [Look("volunteer", "served")],
    "volunteer:scan": [Look("volunteer", before=_scanned)],
    "volunteer:at-door": [Look("volunteer", before=_near_the_door(agreed=one)) for one in (False, True)],
    "desk:visit-object": [Look("coordinator", "credited")],
    "volunteer:dispute": [Look("volunteer", "credited"), Look("volunteer", "certified")],
    "desk:certified-together": [Look("certifier"), Look("certifier", before=_certified_together)],
    "volunteer:home": [Look("volunteer"), Look("volunteer", query="day=&service=S101")],
    "volunteer:passbook-unit": [Look("volunteer", values={"unit": one}) for one in ("time", "coin", "honour")],
    "volunteer:give": [Look("volunteer", values={"unit": one}) for one in ("time", "coin")],
    "volunteer:statement": [Look("volunteer", values={"unit": one}, query=_ALL_DAYS) for one in ("time", "honour")],
    "desk:statement": [Look("coordinator", query=_ALL_DAYS), Look("coordinator", query=f"{_ALL_DAYS}&whole=1"),
                       Look("coordinator", query="period=last-month")],
    "desk:old-book": [Look("clerk", "member")],
    "desk:old-page": [Look("clerk"), Look("certifier")],
    "desk:slip-grid": [Look("clerk")],
    "desk:slip-batch": [Look("certifier"), Look("clerk")],
    "desk:slips": [Look("clerk"), Look("clerk", query="number=123X"), Look("clerk", query="number=nonsense")],
    "certificates:home": [Look("coordinator"), Look("keeper"), Look("coordinator", query="q=nobody&kind=honour")],
    "certificates:one": [Look("coordinator"), Look("keeper")],
    "certificates:batch": [Look("coordinator")],
    "certificates:batches": [Look("coordinator")],
    "certificates:batch-new": [Look("coordinator"), Look("standards")],
    "certificates:seals": [Look("keeper")],
    "certificates:seal": [Look("keeper")],
    "desk:certificates": [Look("clerk", state="member")],
    "bureau:account": [Look("audit", query=_ALL_DAYS), Look("audit")],
    "bureau:accounts": [Look("audit"), Look("audit", before=_searched("bureau:accounts", name="沈桂兰")),
                        Look("audit", before=_searched("bureau:accounts", name="nobody"))],
    "bureau:reconciliation": [Look("standards"), Look("audit", query="period=last-month")],
    "bureau:reconciliation-site": [Look("standards"), Look("audit", query=_ALL_DAYS)],
    "honours:home": [Look("standards"), Look("secretary"), Look("coordinator")],
    "honours:new": [Look("standards")],
    "honours:nominate": [Look("secretary")],
    "honours:commendation": [Look("standards"), Look("audit", "notice"), Look("coordinator")],
    "honours:category": [Look("standards", "draft", before=_draft)],
    "honours:committee": [Look("standards"), Look("standards", before=_members("钱")),
                          Look("standards", before=_members("nobody"))],
    "honours:candidates": [Look("coordinator"), Look("standards", query="show=unnamed&recount=1")],
    "honours:candidate": [Look("coordinator"), Look("standards", query="rows=late")],
    "honours:act": [Look("standards"), Look("standards", before=_list_asked)],
    "honours:objections": [Look("standards"), Look("audit", "notice")],
    "honours:objection": [Look("standards"), Look("audit")],
    "public:hall": [Look("anonymous")],
    "public:hall-year": [Look("anonymous", "hall")],
    "public:notice": [Look("anonymous")],
    "public:object": [Look("anonymous")],
    "volunteer:self-nominate": [Look("volunteer")],
    "public:check": [Look("anonymous"), Look("anonymous", query="code=nonsense"),
                     Look("anonymous", query=f"code={written(1)}"),
                     *(Look("anonymous", before=_coded(which)) for which in SETS)],
    "public:standard": [Look("anonymous"), Look("anonymous", query="version=1"),
                        Look("anonymous", query="q=zzzz")],
    "public:report-sent": [Look("anonymous", before=_reported("public:report-sent"))],
    "public:report-answer": [Look("anonymous"),
                             Look("anonymous", before=_searched("public:report-answer", code="nonsense")),
                             Look("anonymous", before=_reported("public:report-answer"))],
    "bureau:tip": [Look("audit"), Look("audit", before=_taken_tip)],
    "public:sites": [Look("anonymous"), Look("volunteer", query="word=文化路"), Look("anonymous", query="word=nobody")],
    "bureau:standard": [Look("standards"), Look("audit", query="q=zzzz")],
    "bureau:standard-history": [Look("standards"), Look("audit", query="q=zzzz")],
    "bureau:standard-version": [Look("audit"), Look("standards", before=_asked_about("hers", is_approved=True))],
    "bureau:draft": [Look("standards"), Look("standards", before=_asked_about("hers")),
                     Look("standards", before=_asked_about("neighbour"))],
    "bureau:draft-new": [Look("standards"), Look("standards", query="like=1")],
    "bureau:draft-theme": [Look("standards")],
    "bureau:audit": [Look("audit"), Look("audit", before=_searched("bureau:audit", person="nobody")),
                     Look("audit", before=_searched("bureau:audit", subject="nonsense"))],
    "bureau:site": [Look("standards"), Look("standards", query="stage=ended")],
    "public:again": [Look("clerk", before=_stale), Look("elder", before=_stale),
                     Look("family", before=_stale_without_password)],
    "public:go-on": [Look("clerk", before=_kept)],
    "public:sign-in-code": [Look("anonymous", before=_sent_a_code)],
    "public:sign-in-who": [Look("anonymous", before=_written_in("public:sign-in-who", **{PROVED: _both}))],
    "public:second": [Look("anonymous", before=_written_in("public:second", **{HALF_WAY: _half}))],
    "public:still-there": [Look("elder", before=_almost_over)],
    "account:home": [Look("volunteer")],
    "account:password": [Look("volunteer")],
    "account:authenticator": [Look("volunteer")],
    "account:devices": [Look("volunteer")],
    "account:second-step": [Look("volunteer"), Look("security"), Look("standards", before=_nothing_set_up)],
    "account:recovery": [Look("volunteer"), Look("security", before=_new_codes)],
    "public:places": [Look("coordinator"), Look("secretary")],
    "units:home": [Look("administrator"), Look("standards", query="q=文化路&closed=on"),
                   Look("standards", query="q=nobody&kind=team")],
    "units:unit": [Look("secretary"), *(Look("standards", before=_at(one)) for one in ("site", "county", "city"))],
    "units:new": [Look("administrator"), Look("secretary")],
    "units:appoint": [Look("administrator"), Look("security")],
    "branch:member": [Look("secretary", "member")],
    "branch:unit": [Look("secretary"), Look("secretary", before=_nobody_in_the_branch)],
    "mine:home": [Look("elder"), Look("volunteer"), Look("family"), Look("audit")],
    "mine:data": [Look("elder"), Look("volunteer")],
    "mine:consents": [Look("elder"), Look("volunteer")],
    "mine:consent": [Look("elder"), Look("elder", values={"purpose": "health"}),
                     Look("volunteer", values={"purpose": "share_insurer"})],
    "mine:looked": [Look("elder")],
    "mine-at-desk:data": [Look("coordinator"), Look("clerk", before=_asked_to_see)],
    "mine-at-desk:looked": [Look("coordinator")],
    "ui:gallery-sheet": [Look("anonymous", values={"sheet": one}) for one in ("public", "elder", "phone", "desk")],
}  # fmt: skip
_PREFERRED = ("elder", "family", "volunteer", "clerk", "coordinator", "certifier", "standards", "security", "audit")


def looks_at(address: Address) -> list[Look]:
    """How to look at the page of an address."""
    return _LOOKS.get(address.name, [Look()])


def pages() -> list[Address]:
    """Every address that is meant to answer GET with a page."""
    return [address for address in addresses() if address.name not in NO_PAGE]


def client_of(world: World, role: str, *, language: str = "zh-hans") -> Client:
    """A browser without JavaScript, in which somebody of a role is signed in."""
    client = Client(raise_request_exception=False)
    if role in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    client.cookies["language"] = language
    return client


def path_of(world: World, address: Address, look: Look, client: Client) -> str:
    """The address to open; what has to be done before is done with `client`."""
    if look.before is not None:
        return str(look.before(world, client).headers["Location"])
    values = world.arguments(set(address.arguments), which="hers", state=look.state) | look.values
    return f"{address.path(values)}{'?' if look.query else ''}{look.query}"


def opened(world: World, address: Address, *, language: str = "zh-hans") -> Iterator[tuple[Look, HttpResponse]]:
    """Every look at an address that ends at a page; where no role is said, as the first who gets the page."""
    for look in looks_at(address):
        for role in _candidates(address, look):
            client = client_of(world, role, language=language)
            response = client.get(path_of(world, address, look, client))
            if response.status_code == 200:
                _FIRST.setdefault((address.name, settings.DEMO), role)
                yield replace(look, role=role), response
                break
        else:
            _FIRST.setdefault((address.name, settings.DEMO), "")


_FIRST: dict[tuple[str, bool], str] = {}
"""Who was found to get an address for which no role is written; empty for nobody. So it is asked once a worker."""


def _candidates(address: Address, look: Look) -> list[str]:
    if look.role:
        return [look.role]
    known = _FIRST.get((address.name, settings.DEMO))
    everyone = dict.fromkeys(["anonymous", *_PREFERRED, *ROLES])
    return list(everyone) if known is None else [known] if known else []
