"""What staff do, round by round, from the lists that the product shows them; what is on no list, nobody does."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nuanliu.domain.care.disputes.queries import waiting_disputes
from nuanliu.domain.care.disputes.types import Finding, RulingState
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import board_column
from nuanliu.domain.care.series.tasks import tasks_within
from nuanliu.domain.care.series.types import TaskState
from nuanliu.domain.care.watching.queries import open_incidents, watched
from nuanliu.domain.care.watching.types import Severity
from nuanliu.domain.network.types import Actor
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.answer_fallback import move_to, nobody_goes, serve_by
from nuanliu.usecases.cancel import cancel_visit
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.certifying.asking import answer_asking, ask_back
from nuanliu.usecases.certifying.batch import Became, certify_batch
from nuanliu.usecases.certifying.queue import queue
from nuanliu.usecases.confirm_visit import uphold_visit
from nuanliu.usecases.disputes.appealing import appeal
from nuanliu.usecases.disputes.raising import raise_dispute
from nuanliu.usecases.disputes.ruling import Answer, propose_ruling, second_ruling
from nuanliu.usecases.review_need import resubmit_need, review_need
from nuanliu.usecases.start_visit import end_visit, start_visit
from nuanliu.usecases.watching.incidents import close_incident, report_incident
from tests.campaigns.month.plain import COUNTED, DISPUTE, DisputeLine, NeedLine, VisitLine, after

if TYPE_CHECKING:
    from uuid import UUID

    from tests.campaigns.month.play import Month

CERTIFIERS = ("certifier", "second certifier")
JUDGES = ("judge", "second judge", "second clerk")


def lay_out(month: "Month", first: date, days: int) -> None:
    """Two rounds a day at each site; on working days its certifiers decide, unless they are away."""
    away = range(*month.cast.size.away)
    for number in range(days):
        day = first + timedelta(days=number)
        for site in month.cast.sites:
            month.later(at(day, 9), lambda now, one=site.pk: look_round(month, one, now))
            month.later(at(day, 16), lambda now, one=site.pk: look_round(month, one, now))
            is_away = site == month.cast.town.other_site and number in away
            if day.weekday() < 5 and not is_away:
                month.later(at(day, 17), lambda now, one=site.pk: decide(month, one, now))
        if day.weekday() < 5:
            month.later(at(day, 11), lambda now: hear_above(month, now))


# -- the clerk's round


def look_round(month: "Month", site: "UUID", now: datetime) -> None:
    """What is to be reviewed, what was sent back, who is overdue, whom to ring, what nobody took, what went wrong."""
    clerk = month.cast.at(site, "clerk")
    for need in list(board_column(actor=clerk, code="review", now=now)):
        if not month.chance(20):
            review(month, month.plain.needs[need.id], clerk, now)
    for need in list(board_column(actor=clerk, code="returned", now=now)):
        forgotten(month, month.plain.needs[need.id], clerk, now)
    look_after(month, clerk, now)
    for task in list(tasks_within(actor=clerk).filter(state=TaskState.OPEN.value)):
        answer_task(month, task, clerk, now)
    for incident in list(open_incidents(actor=clerk)):
        if month.chance(60):
            month.tried(
                "incident closed",
                lambda one=incident: close_incident(actor=clerk, incident_id=one.id, words="已上门看过", now=now),
            )
            month.plain.incidents[site] -= 1


def look_after(month: "Month", clerk: Actor, now: datetime) -> None:
    """The lists of the watch: nobody there, no end, no word from the old person."""
    seen, plain = watched(actor=clerk, now=now), month.plain
    for row in seen.not_begun:
        not_begun(month, plain.visits[row.id], clerk, now)
    for row in seen.not_ended:
        if not month.chance(10):
            end_for(month, plain.visits[row.id], now)
    for row in seen.silent:
        if not month.chance(25):
            month.answer(plain.visits[row.id], now, came=not month.chance(10), by="clerk")


def review(month: "Month", need: NeedLine, clerk: Actor, now: datetime) -> None:
    """Mostly yes; sometimes it goes back with a reason, and mostly comes again the next day."""
    if not month.rare(10):
        if month.tried("published", lambda: review_need(actor=clerk, need_id=need.id, approve=True, now=now)):
            month.plain.publish(need)
            month.later(month.soon(now, 0.5, 20), lambda moment: month.find_helpers(need, moment))
        return
    back = month.tried(
        "returned", lambda: review_need(actor=clerk, need_id=need.id, approve=False, reason="请换一天", now=now)
    )
    if back is not None:
        need.state = "returned"
        if month.chance(65):
            month.later(month.soon(now, 2, 30), lambda moment: mend(month, need, moment))


def mend(month: "Month", need: NeedLine, now: datetime) -> None:
    """She asks for another day."""
    if need.state != "returned":
        return
    actor, starts = month.cast.actor(need.elder), month.some_hour(now)
    made = month.tried(
        "mended",
        lambda: resubmit_need(
            actor=actor, need_id=need.id, starts_at=starts, minutes=need.minutes, note="", now=now
        ),
    )  # fmt: skip
    if made is not None:
        need.state, need.starts, need.asked = "submitted", starts, now
        need.review_by = now + timedelta(hours=24)


def forgotten(month: "Month", need: NeedLine, clerk: Actor, now: datetime) -> None:
    """She never answered, and the day is past: the desk rings her."""
    if need.starts < now and month.chance(60):
        month.call_off_by(need, clerk, now)


def not_begun(month: "Month", visit: VisitLine, clerk: Actor, now: datetime) -> None:
    """A helper did not come, or came and did not say so."""
    if month.chance(15):
        return
    if month.chance(25) and visit.need.state in {"matched", "serving"}:
        second = month.cast.at(visit.need.site, "second clerk")
        begun = visit.need.starts + timedelta(minutes=5)
        made = month.tried(
            "started by the desk",
            lambda: start_visit(actor=second, visit_id=visit.id, started_at=begun, reason="她打了电话", now=now),
        )
        if made is not None:
            visit.started = begun
            month.plain.put(visit, "serving")
        return
    made = month.tried(
        "taken off by the desk", lambda: cancel_visit(actor=clerk, visit_id=visit.id, reason="没有来", now=now)
    )
    if made is not None:
        month.note_given_back(visit, now)


def end_for(month: "Month", visit: VisitLine, now: datetime) -> None:
    """She forgot to say that it was over; the desk asks and writes it down."""
    clerk, over = month.cast.at(visit.need.site, "second clerk"), min(visit.need.ends, now)
    over = max(over, visit.started or over)
    made = month.tried(
        "ended by the desk",
        lambda: end_visit(actor=clerk, visit_id=visit.id, ended_at=over, reason="打电话问过", now=now),
    )
    if made is not None:
        month.note_ended(visit, over)


def answer_task(month: "Month", task: Any, clerk: Actor, now: datetime) -> None:
    """Somebody goes, another time, or nobody, with the reason."""
    need = month.plain.needs[task.need_id]
    if month.chance(15):
        return
    if need.state == "open" and need.starts > now and month.chance(60):
        somebody_goes(month, task, need, clerk, now)
    elif month.chance(50):
        another_time(month, task, need, clerk, now)
    elif month.tried("task: nobody", lambda: nobody_goes(actor=clerk, task_id=task.id, reason="没有人有空", now=now)):
        month.plain.leave_unserved(need)
        need.answered = True
        month.plain.tasks.discard(need.id)


def somebody_goes(month: "Month", task: Any, need: NeedLine, clerk: Actor, now: datetime) -> None:
    """The desk rings some helpers until one says yes."""
    for _try in range(5):
        helper, known = month.random.choice(month.cast.volunteers).pk, {visit.id for visit in need.visits}
        month.tried(
            "task: somebody goes",
            lambda who=helper: serve_by(actor=clerk, task_id=task.id, helper_id=who, now=now),
        )
        for visit in task_visits(need):
            if visit.id not in known:
                month.note_taken(need, visit)
        if need.state != "open":
            month.plain.tasks.discard(need.id)
            break


def another_time(month: "Month", task: Any, need: NeedLine, clerk: Actor, now: datetime) -> None:
    """The old person agrees to another day; helpers look at it anew."""
    starts = month.some_hour(now)
    if month.tried("task: moved", lambda: move_to(actor=clerk, task_id=task.id, starts_at=starts, now=now)):
        if need.state == "unserved":
            month.plain.publish(need)
        need.starts = starts
        month.plain.follow(need)
        month.plain.tasks.discard(need.id)
        month.later(month.soon(now, 0.5, 20), lambda moment: month.find_helpers(need, moment))


def task_visits(need: NeedLine) -> list[Any]:
    """The product's visits of a need that stand."""
    return list(Visit.objects.filter(site_id=need.site, need_id=need.id, state="taken"))


# -- the certifier's round


def decide(month: "Month", site: "UUID", now: datetime) -> None:
    """The unremarkable together, the others one by one; what was denied is looked into."""
    first, plain = month.cast.at(site, CERTIFIERS[0]), month.plain
    waiting = queue(actor=first, now=now)
    together = [one.visit.id for one in waiting if one.is_plain]
    for line in certify_batch(actor=first, visit_ids=together, now=now):
        month.done[f"together: {line.became}"] += 1
        if line.became is Became.CERTIFIED:
            certified(month, plain.visits[line.visit_id], now)
    for one in waiting:
        if not one.is_plain:
            one_by_one(month, plain.visits[one.visit.id], now)
    for visit in list(plain.standing(site, "disputed")):
        look_into(month, visit, first, now)
    rule(month, site, now)


def one_by_one(month: "Month", visit: VisitLine, now: datetime) -> None:
    """A question back, no, or yes, by two where two are wanted."""
    site = visit.need.site
    first = month.cast.at(site, CERTIFIERS[0])
    if month.chance(5):
        return
    if month.rare(8):
        asked = month.tried(
            "asked back",
            lambda: ask_back(actor=first, visit_id=visit.id, question="为什么晚了？", token=new_id(), now=now),
        )
        if asked is not None:
            visit.paused = "asked"
            if month.chance(85):
                month.later(month.soon(now, 3, 60), lambda moment: explain(month, visit, moment))
        return
    if month.rare(4):
        take_out(month, visit, first, now)
        return
    for role in CERTIFIERS:
        actor = month.cast.at(site, role)
        made = month.tried("certified", lambda a=actor: certify_visit(actor=a, visit_id=visit.id, now=now))
        if made is not None and made.state in COUNTED:
            certified(month, visit, now)
            return


def explain(month: "Month", visit: VisitLine, now: datetime) -> None:
    """The helper answers the certifier."""
    actor = month.cast.actor(visit.helper)
    if visit.paused == "asked" and month.tried(
        "answered", lambda: answer_asking(actor=actor, visit_id=visit.id, answer="路上堵车", now=now)
    ):
        visit.paused = ""


def take_out(month: "Month", visit: VisitLine, actor: Actor, now: datetime) -> None:
    """It does not count."""
    if month.tried("voided", lambda: void_visit(actor=actor, visit_id=visit.id, reason="查实未到", now=now)):
        visit.counted = 0
        month.plain.put(visit, "voided")


def look_into(month: "Month", visit: VisitLine, actor: Actor, now: datetime) -> None:
    """The old person says that nobody came: the site finds out."""
    if month.chance(30):
        return
    if visit.ended is not None and month.chance(50):
        made = month.tried("upheld", lambda: uphold_visit(actor=actor, visit_id=visit.id, reason="邻居看见了", now=now))
        if made is not None:
            visit.confirmed = now
            month.plain.put(visit, "confirmed")
        return
    take_out(month, visit, actor, now)


def certified(month: "Month", visit: VisitLine, now: datetime) -> None:
    """It counts; now and then somebody objects, something had gone wrong, or it is found out to be false."""
    month.note_certified(visit, now)
    if month.rare(7):
        month.later(month.soon(now, 4, 90), lambda moment: object_to(month, visit, moment))
    elif month.rare(2):
        month.later(month.soon(now, 4, 90), lambda moment: find_out(month, visit, moment))
    elif month.rare(5):
        actor = month.cast.actor(visit.helper)
        severity = month.random.choice(list(Severity))
        if month.tried(
            "incident",
            lambda: report_incident(
                actor=actor, visit_id=visit.id, severity=severity, words="老人摔了一下", token=new_id(), now=now
            ),
        ):  # fmt: skip
            month.plain.incidents[visit.need.site] += 1


def find_out(month: "Month", visit: VisitLine, now: datetime) -> None:
    """What counted is taken back."""
    if visit.state in COUNTED and not visit.paused:
        take_out(month, visit, month.cast.at(visit.need.site, CERTIFIERS[1]), now)


# -- disputes


def object_to(month: "Month", visit: VisitLine, now: datetime) -> None:
    """The helper wants more, or the old person says that it was shorter."""
    if visit.state not in COUNTED or visit.paused:
        return
    actor = month.cast.actor(visit.helper if month.chance(50) else visit.need.elder)
    made = month.tried(
        "dispute", lambda: raise_dispute(actor=actor, visit_id=visit.id, words="时间不对", token=new_id(), now=now)
    )
    if made is not None:
        visit.paused = "disputed"
        month.plain.disputes[made.id] = DisputeLine(made.id, visit, after(now, DISPUTE))


def rule(month: "Month", site: "UUID", now: datetime) -> None:
    """Whoever had no part proposes, another agrees; a third of what is decided is appealed."""
    judges = [month.cast.at(site, role) for role in JUDGES[:2]]
    for dispute in list(waiting_disputes(actor=judges[0])):
        line = month.plain.disputes[dispute.id]
        if not line.is_above and month.chance(50) and settle(month, line, judges, now) and month.chance(35):
            month.later(month.soon(now, 5, 100), lambda moment, one=line: go_above(month, one, moment))


def go_above(month: "Month", line: DisputeLine, now: datetime) -> None:
    """Either side asks the level above."""
    actor = month.cast.actor(line.visit.helper if month.chance(50) else line.visit.need.elder)
    if month.tried("appeal", lambda: appeal(actor=actor, dispute_id=line.id, words="不服", now=now)):
        line.is_waiting = line.is_above = True
        line.decide_by, line.visit.paused = after(now, DISPUTE), "disputed"


def hear_above(month: "Month", now: datetime) -> None:
    """The bureau decides appeals."""
    for line in month.plain.disputes.values():
        if line.is_waiting and line.is_above and month.chance(40):
            settle(month, line, month.cast.bureau, now)


def settle(month: "Month", line: DisputeLine, judges: list[Actor], now: datetime) -> bool:
    """Propose and put in force; the model follows."""
    visit, finding = line.visit, month.random.choice((Finding.STANDS, Finding.MINUTES, Finding.VOID))
    if finding is Finding.VOID and visit.state == "voided":
        finding = Finding.STANDS
    minutes = month.random.choice((30, 60, 90)) if finding is Finding.MINUTES else None
    answer = Answer(finding, minutes, "核实过了")
    proposed = month.tried(
        "ruling", lambda: propose_ruling(actor=judges[0], dispute_id=line.id, answer=answer, token=new_id(), now=now)
    )
    if proposed is None:
        return False
    made = month.tried(
        "second key", lambda: second_ruling(actor=judges[1], ruling_id=proposed.id, now=now, is_agreed=True)
    )
    if made is None or made.state != RulingState.IN_FORCE:
        return False
    line.is_waiting, visit.paused = False, ""
    month.done[f"ruled: {finding}"] += 1
    if finding is Finding.VOID:
        visit.counted = 0
        month.plain.put(visit, "voided")
    elif minutes is not None:
        month.plain.correct(visit, minutes, now)
    return True
