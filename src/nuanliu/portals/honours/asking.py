"""What is asked before each step of a commendation, and what is said when it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from nuanliu.domain.honours.models import Commendation
from nuanliu.domain.network.types import Power
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.usecases.commend.award import give_awards
from nuanliu.usecases.commend.begin import cancel_commendation, open_nominations
from nuanliu.usecases.commend.freeze import freeze
from nuanliu.usecases.commend.listing import confirm_list, make_list, send_back
from nuanliu.usecases.commend.papers import issue_papers

Simple = Callable[..., Commendation]


class StepForm(ActForm):
    """Nothing but the button."""


class ReasonForm(ActForm):
    """The button and why."""

    reason = TextField(label=gettext_lazy("为什么"), max_length=300, lines=True)


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked before one step, what the button says, and what is said when it is done."""

    power: Power
    title: Promise
    lead: Promise
    button: Promise
    said: Promise
    run: Simple
    needs_reason: bool = False


STEPS: dict[str, Step] = {
    "open": Step(
        Power.COMMEND,
        gettext_lazy("开始推荐吗？"),
        gettext_lazy("开始以后，种类和条件就定下了，不能再改。"),
        gettext_lazy("开始推荐"),
        gettext_lazy("推荐开始了。"),
        open_nominations,
    ),
    "freeze": Step(
        Power.COMMEND,
        gettext_lazy("冻结数据吗？"),
        gettext_lazy("今年到截止日的服务会存成一份，以后的名单只按这一份算，谁也改不了。"),
        gettext_lazy("冻结"),
        gettext_lazy("数据冻结了，委员可以打分了。"),
        freeze,
    ),
    "list": Step(
        Power.COMMEND,
        gettext_lazy("排出名单吗？"),
        gettext_lazy("按现在的分数排。排出以后委员不能再打分，要另一位同事确认。"),
        gettext_lazy("排出名单"),
        gettext_lazy("名单排出来了，请另一位同事确认。"),
        make_list,
    ),
    "back": Step(
        Power.COMMEND_CHECK,
        gettext_lazy("把名单退回去再评吗？"),
        gettext_lazy("这份名单作废留底，委员可以改分，再重新排。"),
        gettext_lazy("退回去"),
        gettext_lazy("退回去了。"),
        send_back,
        needs_reason=True,
    ),
    "confirm": Step(
        Power.COMMEND_CHECK,
        gettext_lazy("确认这份名单吗？"),
        gettext_lazy("确认以后马上公示，谁都看得到。没有同意写全名的，只写姓。"),
        gettext_lazy("确认，开始公示"),
        gettext_lazy("公示开始了，上榜的人都收到了消息。"),
        confirm_list,
    ),
    "award": Step(
        Power.COMMEND,
        gettext_lazy("给予表彰吗？"),
        gettext_lazy("名单上的都会收到消息，并写进光荣榜。提异议的人留下的电话和话会删掉。"),
        gettext_lazy("给予表彰"),
        gettext_lazy("表彰好了，光荣榜已经公布。"),
        give_awards,
    ),
    "papers": Step(
        Power.COMMEND,
        gettext_lazy("出证书吗？"),
        gettext_lazy("每一位、每一家一份，编号、二维码都有，一次全部出好。"),
        gettext_lazy("全部出好"),
        gettext_lazy("正在出证书。"),
        issue_papers,  # type: ignore[arg-type]
    ),
    "cancel": Step(
        Power.COMMEND,
        gettext_lazy("取消这次表彰吗？"),
        gettext_lazy("取消了不能恢复，这一年可以另定一次。"),
        gettext_lazy("取消"),
        gettext_lazy("取消了。"),
        cancel_commendation,
        needs_reason=True,
    ),
}
