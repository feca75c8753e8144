"""Two reports of the demo city: one answered, one that waits."""

from datetime import datetime, timedelta

from nuanliu.domain.integrity.models import Report
from nuanliu.domain.integrity.reports import Told
from nuanliu.domain.integrity.types import ReportEnd, ReportKind
from nuanliu.domain.network.models import Login
from nuanliu.domain.people.queries import actor_for
from nuanliu.platform.ids import new_id
from nuanliu.usecases import demo_people
from nuanliu.usecases.report_fraud import Reported, answer_report, send_report, take_report

WORDS = {
    ReportKind.PRETENDER: "有个穿红马甲的说是志愿者，要进门看燃气，说不清是哪个社区的，老人没开门。",
    ReportKind.SELLING: "讲完健康课，有人发名片，说卖保健床垫。",
}
ANSWER = "查过了，不是我们的志愿者。已经告诉派出所，社区也贴了提醒。您做得对，不放心就别开门。"


def report_something(*, now: datetime) -> None:
    """Send both and answer the first. Once."""
    if Report.objects.exists():
        return
    bureau = actor_for(login=Login.objects.get(username=demo_people.BUREAU), now=now)
    days = (timedelta(days=6), timedelta(days=1))
    made = [
        send_report(
            reported=Reported(kind=kind, told=Told(words=words, when="前天下午")),
            address="demo",
            token=new_id(),
            now=now - before,
        )
        for (kind, words), before in zip(WORDS.items(), days, strict=True)
    ]
    take_report(actor=bureau, report_id=made[0].pk, now=now - timedelta(days=5))
    answer_report(
        actor=bureau, report_id=made[0].pk, end=ReportEnd.PASSED_ON, words=ANSWER, now=now - timedelta(days=3)
    )
