"""The sentences of every notice: what has happened, then what to do next.

A notice is kept as its kind and its params; the words are made when it is read, in the reader's language. Params are
JSON: `starts_at` and `until` (ISO 8601), `minutes` (whole minutes), `unit` (what they were credited in), `service`,
`service_en`, `elder`, `helper`, `reason`, `site_phone`, `code` (the old person's four digits: only she is told them, so
a code also means that the notice speaks to her), `count` and `audience` where that is not enough. Whatever is missing
is said in a general word, never left as a hole. Sentences have at most 20 characters beside what is put into them, and
a body fits one text message of 70 characters with ordinary names.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.standards.policies import step_words
from nuanliu.platform import words


class Audience(StrEnum):
    """To whom a notice speaks."""

    ELDER = "elder"
    VOLUNTEER = "volunteer"
    FAMILY = "family"
    STAFF = "staff"


class Tellable(Protocol):
    """What is needed of a notice to say it."""

    kind: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """A heading of a few words, and the sentences below it."""

    title: Promise
    body: Promise


_K, _E, _V, _S = NoticeKind, Audience.ELDER, Audience.VOLUNTEER, Audience.STAFF
_F = Audience.FAMILY

WORDINGS: dict[tuple[NoticeKind, Audience], Wording] = {
    (_K.NEED_RECEIVED, _E): Wording(
        _("已经记下了"), _("%(when)s，%(service)s。社区看过就替您找人。有事打 %(site_phone)s。")
    ),
    (_K.NEED_RETURNED, _E): Wording(
        _("这次要改一改"), _("%(service)s先办不了：%(reason)s。请打 %(site_phone)s，我们帮您改。")
    ),
    (_K.NEED_PUBLISHED, _E): Wording(_("正在替您找人"), _("%(when)s，%(service)s。有人接了就告诉您。")),
    (_K.NEED_PUBLISHED, _V): Wording(_("有老人想请您帮忙"), _("%(when)s，%(service)s。能去就到“找事做”里接下。")),
    (_K.HELPER_FOUND, _E): Wording(
        _("有人来帮您了"), _("%(when)s，%(helper)s来%(service)s。到门口请说四位数%(code)s。")
    ),
    (_K.HELPER_FOUND, _V): Wording(_("您接下了一次服务"), _("%(when)s，%(service)s。前一天起能看地址和电话。")),
    (_K.HELPER_CANCELLED, _E): Wording(
        _("志愿者来不了了"), _("%(when)s的%(service)s，%(helper)s来不了。我们正在另找人，您不用操心。")
    ),
    (_K.HELPER_CANCELLED, _V): Wording(_("您退掉了这一次"), _("%(when)s的%(service)s已经退回。我们会另外找人。")),
    (_K.NEED_CANCELLED, _E): Wording(_("这次取消了"), _("%(when)s的%(service)s取消了。想再找人，打 %(site_phone)s。")),
    (_K.NEED_CANCELLED, _V): Wording(_("这次不用去了"), _("%(when)s的%(service)s取消了：%(reason)s。不算您失约。")),
    (_K.VISIT_ENDED, _E): Wording(
        _("请说一声来没来"), _("%(helper)s说%(service)s做完了。请点一下“来了”，或打 %(site_phone)s。")
    ),
    (_K.VISIT_ENDED, _V): Wording(_("做完了，谢谢您"), _("这次%(service)s做了 %(minutes)s。等老人确认，社区再认定。")),
    (_K.VISIT_CERTIFIED, _E): Wording(_("这次服务认定了"), _("%(when)s的%(service)s，算 %(minutes)s。谢谢您。")),
    (_K.VISIT_CERTIFIED, _V): Wording(_("社区认定好了"), _("%(when)s的%(service)s，算 %(minutes)s。在存折里能看到。")),
    (_K.VISIT_RETURNED, _E): Wording(_("这次没有算"), _("%(when)s的%(service)s没有算：%(reason)s。没有扣您的时间。")),
    (_K.VISIT_RETURNED, _V): Wording(
        _("这次没有算"), _("%(when)s的%(service)s没有算：%(reason)s。有疑问请打 %(site_phone)s。")
    ),
    (_K.VISIT_ASKED, _V): Wording(
        _("社区想问一问"), _("%(when)s的%(service)s：%(reason)s。请到“我的服务”里回答，或打 %(site_phone)s。")
    ),
    (_K.DISPUTE_RAISED, _E): Wording(
        _("有人提出异议"), _("%(when)s的%(service)s，有人说不对。会请没参与的人来定，您不用做什么。")
    ),
    (_K.DISPUTE_RAISED, _V): Wording(
        _("有人提出异议"), _("%(when)s的%(service)s，有人说不对。会请没参与的人来定，结果告诉您。")
    ),
    (_K.DISPUTE_DECIDED, _E): Wording(
        _("异议有结果了"), _("%(when)s的%(service)s：%(reason)s。不服可再请上一级看一次，打 %(site_phone)s。")
    ),
    (_K.DISPUTE_DECIDED, _V): Wording(
        _("异议有结果了"), _("%(when)s的%(service)s：%(reason)s。经过写在“我的服务”里。")
    ),
    (_K.CHOOSE_CREDIT, _V): Wording(
        _("请选：存时间还是领币"), _("%(when)s的%(service)s算 %(minutes)s。过几天没选，就存时间。")
    ),
    (_K.CREDITED, _E): Wording(_("时间用掉了"), _("%(when)s的%(service)s，用了您的 %(amount)s。")),
    (_K.CREDITED, _V): Wording(_("记进存折了"), _("%(when)s的%(service)s，记进 %(amount)s。谢谢您。")),
    (_K.VISIT_TODAY, _E): Wording(_("今天有人来"), _("%(when)s，%(helper)s来%(service)s。到门口请说四位数%(code)s。")),
    (_K.VISIT_TODAY, _V): Wording(_("今天您要去"), _("%(when)s，%(service)s。地址和电话在“今天”里。")),
    (_K.VISIT_TOMORROW, _E): Wording(
        _("明天有人来"), _("%(when)s，%(helper)s来%(service)s。不方便请今晚打 %(site_phone)s。")
    ),
    (_K.VISIT_TOMORROW, _V): Wording(
        _("明天您要去"), _("%(when)s，%(service)s。去不了，今晚请打 %(site_phone)s，好换人。")
    ),
    (_K.SERIES_SET, _E): Wording(
        _("每周的事排好了"), _("每周的%(service)s排好了，到时候有人来。想停，打 %(site_phone)s。")
    ),
    (_K.SERIES_REFUSED, _E): Wording(
        _("每周的事先排不了"), _("%(service)s先排不了：%(reason)s。请打 %(site_phone)s，我们想办法。")
    ),
    (_K.SERIES_CHANGED, _E): Wording(
        _("每周的事改好了"), _("每周的%(service)s改了时间。不对的话，打 %(site_phone)s。")
    ),
    (_K.SERIES_ENDED, _E): Wording(_("每周的事停了"), _("每周的%(service)s不再来了。还想要，打 %(site_phone)s。")),
    (_K.NEED_CHANGED, _V): Wording(
        _("约好的改了，请您回一声"), _("%(service)s改到%(when)s。行不行，请在“我的服务”里回一声。")
    ),
    (_K.NEED_CHANGED, _E): Wording(_("这次改了"), _("%(service)s改到%(when)s。不对的话，打 %(site_phone)s。")),
    (_K.PAIR_ASKED, _E): Wording(
        _("有人想常来看您"), _("%(helper)s想和您结对，常来看您。同不同意都行，打 %(site_phone)s。")
    ),
    (_K.PAIR_ASKED, _V): Wording(_("有老人想和您结对"), _("有一位老人想请您常去。到“结对”里回一声。")),
    (_K.PAIR_AGREED, _E): Wording(_("结对好了"), _("%(helper)s以后常来看您。有事打 %(site_phone)s。")),
    (_K.PAIR_AGREED, _V): Wording(_("结对好了"), _("您和老人结对了。每周的事先问您。")),
    (_K.PAIR_REFUSED, _E): Wording(_("这次没有结成对"), _("%(helper)s现在不方便。想另找人，打 %(site_phone)s。")),
    (_K.PAIR_REFUSED, _V): Wording(_("这次没有结成对"), _("老人想再看看。谢谢您的心意。")),
    (_K.PAIR_PAUSED, _E): Wording(_("常来的人要歇一歇"), _("%(helper)s这阵子来不了，我们另找人来，您不用操心。")),
    (_K.PAIR_PAUSED, _V): Wording(_("结对先停一停"), _("您的一个结对先停一停。恢复时再告诉您。")),
    (_K.PAIR_ENDED, _E): Wording(_("结对到此为止"), _("您和%(helper)s不再结对。想另找人，打 %(site_phone)s。")),
    (_K.PAIR_ENDED, _V): Wording(_("结对到此为止"), _("您的一个结对到此为止。谢谢您一直去看望。")),
    (_K.ASKED_FIRST, _V): Wording(
        _("先问问您能不能去"), _("%(when)s，您结对的老人要%(service)s。能去请在“结对”里接下。")
    ),
    (_K.COVER_ASKED, _V): Wording(
        _("请您替一次"), _("%(when)s，一位老人要%(service)s，常去的人来不了。能去请在“结对”里接下。")
    ),
    (_K.INVITED, _V): Wording(
        _("想请您帮个忙"), _("%(when)s，%(service)s。能不能去，请在“请您去的”里回一声，最晚%(until)s。")
    ),
    (_K.INVITE_FILLED, _V): Wording(_("这次有人去了"), _("%(when)s的%(service)s，已经有人接了。谢谢您，下次再请您。")),
    (_K.INVITE_OVER, _V): Wording(_("这次先不用您去了"), _("%(when)s的%(service)s有变动，先不用您去。谢谢您。")),
    (_K.GRANTED, _E): Wording(
        _("每月给您 %(amount)s"), _("请人帮忙时先用它。这个月的用到 %(day)s为止。想用，打 %(site_phone)s。")
    ),
    (_K.NEAR_CAP, _V): Wording(
        _("您快存满了"), _("再有 %(amount)s就存满了。多的给不给爱心池？请在“时间能做什么”里说。")
    ),
    (_K.CAP_REACHED, _V): Wording(
        _("您存满了"), _("多出的 %(amount)s没有存进去，荣誉照记。想给爱心池，请到“时间能做什么”里说一声。")
    ),
    (_K.RUNS_OUT, _E): Wording(
        _("%(amount)s快到期了"), _("用到 %(day)s为止，还有 %(amount)s。想用掉，打 %(site_phone)s。")
    ),
    (_K.RUNS_OUT, _V): Wording(
        _("%(amount)s快到期了"), _("%(day)s是最后一天，还有 %(amount)s没用。可以到爱心商家用掉，也可以送人。")
    ),
    (_K.RAN_OUT, _E): Wording(_("%(amount)s到期了"), _("%(day)s过了，%(amount)s已经到期。有疑问打 %(site_phone)s。")),
    (_K.RAN_OUT, _V): Wording(
        _("%(amount)s到期了"), _("%(day)s过了，%(amount)s已经到期，留给有需要的人。荣誉时长不受影响。")
    ),
    (_K.APPLICATION_APPROVED, _V): Wording(
        _("欢迎您，通过了"), _("您可以做志愿者了。登录后到“找事做”看看。有事打 %(site_phone)s。")
    ),
    (_K.APPLICATION_RETURNED, _V): Wording(
        _("报名要改一处"), _("%(reason)s。登录后改好再交，别的都还在。有事打 %(site_phone)s。")
    ),
    (_K.APPLICATION_REFUSED, _V): Wording(
        _("这次没有通过"), _("%(reason)s。您不同意，可以打 %(site_phone)s 申诉，换人再看。")
    ),
    (_K.PROXY_ASKED, _E): Wording(
        _("家里人想替您办"), _("%(helper)s想替您办事。同意不同意都行，请打 %(site_phone)s。")
    ),
    (_K.PROXY_AGREED, _F): Wording(_("老人同意了"), _("%(elder)s同意您替着办。您办的每一件，老人都看得到。")),
    (_K.PROXY_REFUSED, _F): Wording(
        _("老人想自己来"), _("%(elder)s现在想自己办。您可以先陪着说说，有事打 %(site_phone)s。")
    ),
    (_K.PROXY_WITHDRAWN, _F): Wording(
        _("老人想自己办了"), _("%(elder)s收回了替办的同意，谢谢您这些日子费心。有事打 %(site_phone)s。")
    ),
    (_K.KIN_DIED, _V): Wording(
        _("请节哀"),
        _("%(elder)s走了，请节哀。%(day)s前，存下的时间可以转给一位亲属。请带证件到站点，电话 %(site_phone)s。"),
    ),
    (_K.TIME_LEFT, _V): Wording(_("亲人留下的时间"), _("%(elder)s留下的 %(minutes)s，已经转到您的存折。请节哀保重。")),
    (_K.LEFT_TO_POOL, _V): Wording(_("留下的时间进了爱心池"), _("%(elder)s留下的时间进了爱心池，会有老人用上它。")),
    (_K.AWAY_DORMANT, _V): Wording(_("您的存折在休息"), _("很久没动了，时间一点不会少。回来点一下“我回来了”就行。")),
    (_K.AWAY_MOVED, _V): Wording(_("给您留着"), _("您搬走了，时间留到 %(day)s。可以送家人，可以捐；搬回来接着用。")),
    (_K.AWAY_ENDING, _V): Wording(
        _("留的时间快到了"), _("%(day)s以后，没用的时间进爱心池。可以送家人，或打 %(site_phone)s。")
    ),
    (_K.AWAY_ENDED, _V): Wording(_("时间进了爱心池"), _("留的日子到了，%(minutes)s进了爱心池。荣誉时长不受影响。")),
    (_K.SHARE_ASKED, _E): Wording(
        _("家里人想共用时间"), _("%(helper)s想和您共用时间：谁要人帮忙，谁的都能用。同不同意，请打 %(site_phone)s。")
    ),
    (_K.SHARE_ASKED, _V): Wording(
        _("家里人想共用时间"), _("%(helper)s想和您共用时间：谁要人帮忙，谁的都能用。请到“时间能做什么”里答复。")
    ),
    (_K.SHARE_AGREED, _V): Wording(_("家里人同意共用"), _("%(helper)s同意和您共用时间了。用了谁的，都会告诉谁。")),
    (_K.SHARE_REFUSED, _V): Wording(_("家里人先不共用"), _("%(helper)s现在想自己用自己的时间。您也可以送时间。")),
    (_K.SHARE_LEFT, _V): Wording(_("有人不共用了"), _("%(helper)s不再和您共用时间。已经约好的不受影响。")),
    (_K.ANNOUNCED, _V): Wording(_("%(title)s"), _("%(text)s")),
    (_K.SHARE_USED, _V): Wording(
        _("家里人用了您的时间"), _("%(when)s，%(elder)s请人%(service)s，用您的 %(minutes)s。")
    ),
    (_K.GIFT_MADE, _V): Wording(
        _("时间送出去了"), _("社区替您记下：送%(elder)s %(minutes)s。对方点头就到账。不是您的意思，打 %(site_phone)s。")
    ),
    (_K.GIFT_OFFERED, _E): Wording(
        _("家里人送您时间"), _("%(helper)s送您 %(minutes)s。收不收您说了算，请打 %(site_phone)s。")
    ),
    (_K.GIFT_OFFERED, _V): Wording(_("家里人送您时间"), _("%(helper)s送您 %(minutes)s。请到“时间能做什么”里点收下。")),
    (_K.GIFT_ACCEPTED, _V): Wording(
        _("您送的时间收到了"), _("%(elder)s收下了您送的 %(minutes)s。后悔了，几分钟内还能撤回。")
    ),
    (_K.GIFT_REFUSED, _V): Wording(_("时间退回来了"), _("%(elder)s说先不用，%(minutes)s退回了您的存折。")),
    (_K.GIFT_EXPIRED, _V): Wording(_("时间退回来了"), _("%(elder)s一直没答复，%(minutes)s退回了您的存折。可以再送。")),
    (_K.GIFT_TAKEN_BACK, _E): Wording(
        _("送您的时间收回了"), _("%(helper)s收回了送您的 %(minutes)s。有疑问打 %(site_phone)s。")
    ),
    (_K.HONOUR_REACHED, _V): Wording(
        _("恭喜您：%(honour)s"), _("您服务满 %(minutes)s，得了%(honour)s。请到“我的荣誉”里看。谢谢您。")
    ),
    (_K.AWARD_LISTED, _V): Wording(
        _("您在公示名单上"), _("%(award)s的名单公示到 %(day)s。要不要写全名，请到“我的资料”里说。")
    ),
    (_K.AWARD_GIVEN, _V): Wording(_("恭喜您受表彰"), _("您获得了%(award)s。谢谢您这一年。有事打 %(site_phone)s。")),
    (_K.COURTESY_HAD, _V): Wording(
        _("用了 %(amount)s"), _("%(when)s，%(shop)s：%(courtesy)s。不是您用的，请当天打 %(site_phone)s。")
    ),
    (_K.COURTESY_UNDONE, _V): Wording(
        _("%(amount)s退回来了"), _("%(when)s，%(shop)s：%(courtesy)s撤销了，币回到存折。")
    ),
    (_K.GATHERING_IN, _V): Wording(
        _("替您报了名"), _("%(when)s，%(gathering)s，在%(place)s。去不了请早说：%(site_phone)s。")
    ),
    (_K.GATHERING_UP, _V): Wording(
        _("您有名额了"), _("%(when)s，%(gathering)s，在%(place)s。去不了请早说：%(site_phone)s。")
    ),
    (_K.GATHERING_TOMORROW, _V): Wording(
        _("明天有活动"), _("%(when)s，%(gathering)s，在%(place)s。去不了请打 %(site_phone)s，好让给别人。")
    ),
    (_K.GATHERING_CHANGED, _V): Wording(
        _("活动有变动"), _("%(gathering)s改成 %(when)s，在%(place)s。去不了请打 %(site_phone)s。")
    ),
    (_K.GATHERING_OFF, _V): Wording(
        _("活动不办了"), _("%(when)s的%(gathering)s不办了：%(reason)s。有事打 %(site_phone)s。")
    ),
    (_K.GATHERING_COUNTED, _V): Wording(_("记进存折了"), _("%(gathering)s，记进 %(amount)s。谢谢您。")),
    (_K.GATHERING_CHOOSE, _V): Wording(
        _("请选：存时间还是领币"), _("%(gathering)s算 %(minutes)s。请到“活动”里选；过几天没选，就存时间。")
    ),
    (_K.GATHERING_VOID, _V): Wording(
        _("这次没有算"), _("%(gathering)s没有算：%(reason)s。有疑问请打 %(site_phone)s。")
    ),
    (_K.CONDUCT_MARKED, _V): Wording(
        _("守约上记了一条"), _("%(when)s的%(service)s，扣 %(points)s 分。觉得不对，请到“我的守约”里申诉。")
    ),
    (_K.CONDUCT_SUSPENDED, _V): Wording(
        _("先停接单，等查清"),
        _("有人说%(when)s的%(service)s要了钱或收了钱。另一位同事会来查。想说的话，请打 %(site_phone)s。"),
    ),
    (_K.CONDUCT_STOPPED, _V): Wording(
        _("查实了，不能接单"), _("%(when)s的%(service)s要了钱或收了钱。觉得不对，请到“我的守约”里申诉。")
    ),
    (_K.CONDUCT_CLEARED, _V): Wording(
        _("查过了，不是那样"), _("%(when)s的%(service)s没有要钱的事，您可以接单了。让您受委屈了。")
    ),
    (_K.APPEAL_DECIDED, _V): Wording(_("申诉有结果了"), _("%(when)s的%(service)s：%(reason)s。请到“我的守约”里看。")),
    (_K.APPEAL_DECIDED, _E): Wording(
        _("您说的事有结果了"), _("%(when)s的%(service)s：%(reason)s。有疑问请打 %(site_phone)s。")
    ),
    (_K.ABSENCE_NOTED, _E): Wording(
        _("志愿者来过，您不在"), _("%(when)s的%(service)s取消了。下次来不了，请早点打 %(site_phone)s。")
    ),
    (_K.ABSENCE_DEBITED, _E): Wording(
        _("又没在家，用掉了您的时间"),
        _("%(when)s的%(service)s，用掉您 %(minutes)s。觉得不对，请打 %(site_phone)s。"),
    ),
    (_K.BOOKS_WRONG, _S): Wording(_("账对不上"), _("查账有 %(count)s 处对不上。请到“对账”里看，马上处理。")),
}
SAID_BY_A_CLERK: dict[tuple[NoticeKind, Audience], Wording] = {
    (_K.VISIT_ENDED, _E): Wording(
        _("来没来，要问一声"), _("%(helper)s说%(service)s做完了，%(when)s那一次。请问：来了没有？好不好？")
    ),
}
"""What a clerk says on the telephone where the written words ask to press something."""
USUAL_AUDIENCE: dict[NoticeKind, Audience] = {
    _K.NEED_RECEIVED: _E,
    _K.NEED_RETURNED: _E,
    _K.NEED_PUBLISHED: _E,
    _K.HELPER_FOUND: _E,
    _K.HELPER_CANCELLED: _E,
    _K.NEED_CANCELLED: _E,
    _K.VISIT_ENDED: _E,
    _K.VISIT_CERTIFIED: _V,
    _K.VISIT_RETURNED: _V,
    _K.VISIT_ASKED: _V,
    _K.DISPUTE_RAISED: _V,
    _K.DISPUTE_DECIDED: _V,
    _K.CONDUCT_MARKED: _V,
    _K.CONDUCT_SUSPENDED: _V,
    _K.CONDUCT_STOPPED: _V,
    _K.CONDUCT_CLEARED: _V,
    _K.APPEAL_DECIDED: _V,
    _K.ABSENCE_NOTED: _E,
    _K.ABSENCE_DEBITED: _E,
    _K.CHOOSE_CREDIT: _V,
    _K.CREDITED: _V,
    _K.VISIT_TODAY: _V,
    _K.VISIT_TOMORROW: _V,
    _K.SERIES_SET: _E,
    _K.SERIES_REFUSED: _E,
    _K.SERIES_CHANGED: _E,
    _K.SERIES_ENDED: _E,
    _K.NEED_CHANGED: _V,
    _K.PAIR_ASKED: _V,
    _K.PAIR_AGREED: _V,
    _K.PAIR_REFUSED: _V,
    _K.PAIR_PAUSED: _V,
    _K.PAIR_ENDED: _V,
    _K.ASKED_FIRST: _V,
    _K.COVER_ASKED: _V,
    _K.INVITED: _V,
    _K.INVITE_FILLED: _V,
    _K.INVITE_OVER: _V,
    _K.GRANTED: _E,
    _K.NEAR_CAP: _V,
    _K.CAP_REACHED: _V,
    _K.RUNS_OUT: _V,
    _K.RAN_OUT: _V,
    _K.BOOKS_WRONG: _S,
    _K.KIN_DIED: _V,
    _K.TIME_LEFT: _V,
    _K.LEFT_TO_POOL: _V,
    _K.AWAY_DORMANT: _V,
    _K.AWAY_MOVED: _V,
    _K.AWAY_ENDING: _V,
    _K.AWAY_ENDED: _V,
    _K.SHARE_ASKED: _E,
    _K.SHARE_AGREED: _V,
    _K.SHARE_REFUSED: _V,
    _K.SHARE_LEFT: _V,
    _K.SHARE_USED: _V,
    _K.ANNOUNCED: _V,
    _K.HONOUR_REACHED: _V,
    _K.AWARD_LISTED: _V,
    _K.AWARD_GIVEN: _V,
    _K.COURTESY_HAD: _V,
    _K.COURTESY_UNDONE: _V,
    _K.GATHERING_IN: _V,
    _K.GATHERING_UP: _V,
    _K.GATHERING_CHANGED: _V,
    _K.GATHERING_OFF: _V,
    _K.GATHERING_COUNTED: _V,
    _K.GATHERING_CHOOSE: _V,
    _K.GATHERING_VOID: _V,
    _K.GATHERING_TOMORROW: _V,
    _K.GIFT_MADE: _V,
    _K.GIFT_OFFERED: _E,
    _K.GIFT_ACCEPTED: _V,
    _K.GIFT_REFUSED: _V,
    _K.GIFT_EXPIRED: _V,
    _K.GIFT_TAKEN_BACK: _E,
    _K.APPLICATION_APPROVED: _V,
    _K.APPLICATION_RETURNED: _V,
    _K.APPLICATION_REFUSED: _V,
    _K.PROXY_ASKED: _E,
    _K.PROXY_AGREED: _F,
    _K.PROXY_REFUSED: _F,
    _K.PROXY_WITHDRAWN: _F,
}
"""To whom a kind speaks when its params do not say."""


def words_of(notice: Tellable, *, is_spoken: bool = False) -> tuple[str, str]:
    """Title and body of a notice in the reader's language; `is_spoken` for a clerk who says it on the telephone.

    A relative's title begins with the old person's name.
    """
    kind = NoticeKind(notice.kind)
    audience = _audience(kind, notice.params)
    wording = SAID_BY_A_CLERK.get((kind, audience)) if is_spoken else None
    wording = wording or _wording(kind, audience)
    said = _said(notice.params)
    title, body = str(wording.title) % said, str(wording.body) % said
    if audience is Audience.FAMILY and USUAL_AUDIENCE[kind] is not Audience.FAMILY:
        title = gettext("%(elder)s：%(title)s") % {"elder": said["elder"], "title": title}
    return title, body


def _audience(kind: NoticeKind, params: dict[str, Any]) -> Audience:
    asked = str(params.get("audience", ""))
    if asked in set(Audience):
        return Audience(asked)
    if "code" in params:
        return Audience.ELDER if params["code"] else Audience.VOLUNTEER
    return USUAL_AUDIENCE[kind]


def _wording(kind: NoticeKind, audience: Audience) -> Wording:
    speaks_to = Audience.ELDER if audience is Audience.FAMILY else audience
    return WORDINGS.get((kind, audience)) or WORDINGS.get((kind, speaks_to)) or WORDINGS[kind, USUAL_AUDIENCE[kind]]


def _said(params: dict[str, Any]) -> dict[str, str]:
    service = params.get("service_en" if words.english() else "service") or params.get("service")
    reason = str(params.get("reason") or gettext("社区会打电话告诉您")).rstrip("。.！!")
    return {
        "service": str(service or gettext("服务")),
        "elder": str(params.get("elder") or gettext("老人")),
        "helper": str(params.get("helper") or gettext("志愿者")),
        "reason": reason,
        "site_phone": str(params.get("site_phone") or settings.HOTLINE),
        "when": _moment(params.get("starts_at")) or gettext("这次"),
        "until": _moment(params.get("until")) or gettext("开始前"),
        "minutes": _minutes(params.get("minutes")),
        "amount": _amount(params),
        "day": _day(params.get("day")),
        "code": f" {params['code']}" if params.get("code") else "",
        "honour": _honour(params),
        "title": str(params.get("title") or gettext("公告")),
        "text": str(params.get("text") or gettext("请问一问社区。")),
        "award": str(params.get("award") or gettext("年度表彰")),
        "shop": str(params.get("shop") or gettext("商家")),
        "courtesy": str(params.get("courtesy") or gettext("礼遇")),
        "gathering": str(params.get("gathering") or gettext("活动")),
        "place": str(params.get("place") or gettext("社区")),
        "count": str(params.get("count") or gettext("几")),
        "points": str(params.get("points") or gettext("几")),
    }


def _honour(params: dict[str, Any]) -> str:
    place, hours = params.get("place"), params.get("hours")
    if not isinstance(place, int) or not isinstance(hours, int):
        return gettext("新的荣誉")
    return step_words(kind=str(params.get("step")), place=place, hours=hours)


def _moment(text: Any) -> str:
    if not text:
        return ""
    try:
        return words.moment(datetime.fromisoformat(str(text)))
    except ValueError:
        return ""


def _minutes(value: Any) -> str:
    return words.minutes(value) if isinstance(value, int) else gettext("一段时间")


def _day(text: Any) -> str:
    try:
        return words.day(date.fromisoformat(str(text)))
    except ValueError:
        return ""


def _amount(params: dict[str, Any]) -> str:
    if "hundredths" in params:
        return words.coins(params["hundredths"])
    minutes = _minutes(params.get("minutes"))
    return gettext("%(minutes)s的服务币") % {"minutes": minutes} if params.get("unit") == "coin" else minutes
