"""The short safety course: what is taught, what is asked, and in which version. A change of words is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COURSE = "safety"
VERSION = "2026-11"
MINUTES = 5
"""What the course counts towards the Standard's training_min; the rest is heard at the site."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A heading and what to remember."""

    title: Promise
    points: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`right` is the code of the answer that is right; `why` is shown when another was given."""

    code: str
    words: Promise
    answers: Mapping[str, Promise]
    right: str
    why: Promise


LESSONS = (
    Lesson(
        _("进门之前"),
        (
            _("先打电话，说清您是谁、几点到。"),
            _("到门口亮出编号，请老人说四位数。对不上不进门。"),
            _("第一次去独居老人家，两个人一起去。"),
        ),
    ),
    Lesson(
        _("不碰钱"),
        (
            _("不收钱，不收礼，不借钱，不推销。"),
            _("代买东西，先说好价钱，当面交清，留下小票。"),
            _("不问、不记老人的银行卡和密码。"),
        ),
    ),
    Lesson(
        _("老人摔倒了"),
        (
            _("不要马上扶。先问哪里疼，叫不叫得应。"),
            _("叫不应、流血、说不清话，马上打 120，再打站点。"),
            _("陪着他，盖暖和，不喂水，不喂药。"),
        ),
    ),
    Lesson(
        _("药和身体"),
        (
            _("只提醒吃药，不替老人配药、换药、停药。"),
            _("扶人起身，先说一声，让他自己用力。"),
            _("您自己不舒服，就不去，早点告诉站点。"),
        ),
    ),
    Lesson(
        _("老人的事不外传"),
        (
            _("不拍照，不发朋友圈。要拍先问，还要他写下同意。"),
            _("家里的事、病情、门牌，都不跟别人说。"),
            _("看见老人被打骂、被骗，马上告诉站点。"),
        ),
    ),
)

QUESTIONS = (
    Question(
        "door",
        _("到了门口，老人说的四位数对不上，您怎么办？"),
        {
            "a": _("先进去，慢慢问"),
            "b": _("不进门，打电话问站点"),
            "c": _("请老人再给一个数"),
        },
        "b",
        _("四位数对不上，可能走错了门，也可能出了事。不进门，先问站点。"),
    ),
    Question(
        "money",
        _("老人塞给您 20 块钱，说是买水喝。您怎么办？"),
        {
            "a": _("收下，别让老人难过"),
            "b": _("收下，下次买东西还给他"),
            "c": _("谢谢他，不收"),
        },
        "c",
        _("一分钱也不收。要他安心，就说站点不让收。"),
    ),
    Question(
        "fall",
        _("老人摔倒了，叫他不应。您先做什么？"),
        {
            "a": _("打 120"),
            "b": _("把他扶到床上"),
            "c": _("喂一口水"),
        },
        "a",
        _("叫不应就打 120。不搬动，不喂水，陪着等。"),
    ),
    Question(
        "medicine",
        _("老人说降压药吃了头晕，问您能不能停。您怎么说？"),
        {
            "a": _("那就先停两天"),
            "b": _("我不能定，我帮您问医生和站点"),
            "c": _("减半吃"),
        },
        "b",
        _("药由医生定。您只提醒，有事告诉家属和站点。"),
    ),
    Question(
        "photo",
        _("活动很热闹，您想把老人的照片发到朋友圈。"),
        {
            "a": _("老人看不见，发吧"),
            "b": _("遮住脸就能发"),
            "c": _("没有他写下的同意，不发"),
        },
        "c",
        _("照片是老人自己的事。没有书面同意，不拍也不发。"),
    ),
)


@dataclass(frozen=True, slots=True)
class Result:
    """How a course was answered."""

    score: int
    wrong: tuple[str, ...]

    def is_passed(self, *, percent: int) -> bool:
        """Whether at least `percent` of the questions were answered rightly."""
        return self.score * 100 >= percent * len(QUESTIONS)


def result_of(*, given: Mapping[str, str]) -> Result:
    """Compare what was given, by question, with what is right; not answered is not right."""
    wrong = tuple(one.code for one in QUESTIONS if given.get(one.code) != one.right)
    return Result(len(QUESTIONS) - len(wrong), wrong)
