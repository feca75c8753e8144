"""The telephone desk of the demo city: notes, calls to return, yesterday handed over, and how some want to be told."""

from datetime import timedelta
from uuid import UUID, uuid4

from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.notices.calls.types import CallKind
from nuanliu.domain.notices.types import Channel, Language, Topic
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform import clock
from nuanliu.usecases.calling.closing import close_day
from nuanliu.usecases.calling.notes import Heard, note_call, note_number
from nuanliu.usecases.calling.ringing import take_person
from nuanliu.usecases.choose_channels import Chosen, choose_channels

SITE = "ZS01"
LEFT = "张桂兰家的灯坏了，明早先打给她，问水电师傅几点去。下午两点给新来的志愿者回电话。"


def work_the_telephone(cast: Cast) -> None:
    """One site's desk as a clerk finds it in the morning."""
    clerk, site, today = cast.staff(SITE, Role.HOTLINE), cast.sites[SITE].site, clock.local_date(cast.now)
    colleague = cast.staff(SITE, Role.COORDINATOR)
    first, second, third = cast.sites[SITE].elders[1:4]
    evening = clock.at(today - timedelta(days=1), 17, 30)
    close_day(actor=clerk, site_id=site.pk, words=LEFT, token=uuid4(), now=evening)
    _note(cast, clerk, first.pk, Heard(kind=CallKind.TALKED, words="说腿好多了，周四照常来人。"))
    back = Heard(kind=CallKind.TALKED, words="女儿下周回来，到时候再定哪天洗衣服。", ring_on=today + timedelta(days=5))
    _note(cast, clerk, second.pk, back)
    _note(cast, clerk, third.pk, Heard(kind=CallKind.BACK, words="问明天谁来陪着去医院。", ring_on=today))
    for order, (number, words) in enumerate(
        (("13985830017", "早上七点打来，没说话就挂了。"), ("08588220199", "想当志愿者，问怎么报名。"))
    ):
        kind = (CallKind.MISSED, CallKind.BACK)[order]
        heard = Heard(kind=kind, words=words, number=number, ring_on=today)
        at = cast.now - timedelta(minutes=40 - order)
        note_number(actor=clerk, site_id=site.pk, heard=heard, token=uuid4(), now=at)
    take_person(actor=colleague, person_id=third.pk, now=cast.now)
    chosen = Chosen(
        language=Language.CHINESE,
        channels={Topic.VISITS: Channel.CALL_SHEET, Topic.BOOK: Channel.INBOX, Topic.EVENTS: Channel.CALL_SHEET},
    )
    choose_channels(actor=clerk, person_id=second.pk, chosen=chosen, now=cast.now)


def _note(cast: Cast, clerk: Actor, person_id: UUID, heard: Heard) -> None:
    note_call(actor=clerk, person_id=person_id, heard=heard, token=uuid4(), now=cast.now - timedelta(hours=1))
