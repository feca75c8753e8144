"""How an arrangement stands, in the words of the one who waits for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries import access_need
from nuanliu.domain.care.types import STANDING_VISIT, NeedState, VisitState
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.arranging.side import Side

SENTENCES: dict[str, Promise] = {
    NeedState.SUBMITTED: _("社区收到了，正在安排。"),
    NeedState.RETURNED: _("社区请您改一改。"),
    NeedState.OPEN: _("正在找人，找到就告诉您。"),
    NeedState.MATCHED: _("有人来，都说好了。"),
    NeedState.SERVING: _("人已经到了。"),
    NeedState.SERVED: _("请说一声，人来了没有。"),
    NeedState.CONFIRMED: _("谢谢您，社区再核对一下。"),
    NeedState.CERTIFIED: _("都办好了。"),
    NeedState.CREDITED: _("都办好了。"),
    NeedState.CANCELLED: _("已经取消了。"),
    NeedState.UNSERVED: _("还没找到人，社区会来电话。"),
    NeedState.DISPUTED: _("社区正在问，会来电话。"),
    NeedState.VOIDED: _("这一次不算。"),
}
STATUS_WORDS: dict[str, Promise] = {
    NeedState.SUBMITTED: _("社区在看"),
    NeedState.OPEN: _("正在找人"),
    NeedState.MATCHED: _("有人来"),
    NeedState.SERVED: _("等您说一声"),
    NeedState.CONFIRMED: _("社区在核对"),
    NeedState.CERTIFIED: _("办好了"),
    NeedState.CREDITED: _("办好了"),
    NeedState.DISPUTED: _("社区在问"),
}
"""Where the usual word of a state speaks to staff."""
CANCELLABLE = frozenset(
    {NeedState.SUBMITTED, NeedState.RETURNED, NeedState.OPEN, NeedState.MATCHED, NeedState.UNSERVED}
)
CODE_SHOWN = frozenset({NeedState.MATCHED, NeedState.SERVING})


@dataclass(frozen=True)
class Standing:
    """A need as it stands at `now`."""

    need: Need
    now: datetime
    href: str = ""

    @property
    def sentence(self) -> Promise:
        """One sentence that says where it stands."""
        return SENTENCES[self.need.state]

    @property
    def word(self) -> str:
        """The state in a word; empty for the usual one."""
        return str(STATUS_WORDS.get(self.need.state, ""))

    @property
    def visits(self) -> list[Visit]:
        """The helpers who come or came."""
        return [visit for visit in self.need.visits.all() if visit.state in STANDING_VISIT]

    @property
    def helpers(self) -> str:
        """Their names."""
        return "、".join(visit.volunteer.name for visit in self.visits)

    @property
    def to_say(self) -> list[Visit]:
        """Visits of which it should be said whether the helper came."""
        return [visit for visit in self.visits if self.may_have_come(visit) or self.may_be_missing(visit)]

    def may_have_come(self, visit: Visit) -> bool:
        """The helper says it is done; now the old person says so too."""
        return visit.state == VisitState.SERVED

    def may_be_missing(self, visit: Visit) -> bool:
        """The helper says it is done, or the time has passed and the helper never began."""
        return visit.state == VisitState.SERVED or (visit.state == VisitState.TAKEN and self.now >= self.need.ends_at)

    @property
    def may_be_cancelled(self) -> bool:
        """Nothing has begun yet."""
        return self.need.state in CANCELLABLE

    @property
    def shows_code(self) -> bool:
        """Whether somebody will ask for the code."""
        return self.need.state in CODE_SHOWN and bool(self.visits)

    @property
    def is_returned(self) -> bool:
        """The community asks for a change."""
        return self.need.state == NeedState.RETURNED


def need_here(side: Side, need_id: UUID) -> Need:
    """This old person's need. Raises NotVisible for anybody else's."""
    need = access_need(actor=side.actor, need_id=need_id)
    if need.elder_id != side.elder.pk:
        raise NotVisible
    return need


def visit_here(need: Need, visit_id: UUID) -> Visit:
    """One helper's visit of this need. Raises NotVisible for another's."""
    visit = next((one for one in need.visits.all() if one.id == visit_id), None)
    if visit is None:
        raise NotVisible
    return visit
