"""The codes of gatherings as words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.gatherings.models import Gathering
from nuanliu.domain.gatherings.types import GatheringState, Role, Way
from nuanliu.portals.ui.statuses import Status

ROLES: dict[str, Promise] = {
    Role.GUEST.value: _("来参加"),
    Role.PERFORMER.value: _("表演"),
    Role.SPEAKER.value: _("主讲"),
    Role.DOCTOR.value: _("看诊"),
    Role.USHER.value: _("引导帮忙"),
}
WAYS: dict[str, Promise] = {
    Way.SELF.value: _("自己报名"),
    Way.FAMILY.value: _("家人报名"),
    Way.TEAM.value: _("队里报名"),
    Way.DESK.value: _("社区代报"),
    Way.DOOR.value: _("当场来的"),
}
STATES: dict[str, Status] = {
    GatheringState.DRAFT.value: Status(word=_("草稿"), shape="dashed", tone="rest"),
    GatheringState.ANNOUNCED.value: Status(word=_("正在报名"), shape="ring", tone="go"),
    GatheringState.HELD.value: Status(word=_("正在点名"), shape="play", tone="go"),
    GatheringState.ROLLED.value: Status(word=_("等认定"), shape="half", tone="wait"),
    GatheringState.CERTIFIED.value: Status(word=_("已认定"), shape="check", tone="done"),
    GatheringState.OFF.value: Status(word=_("不办了"), shape="cross", tone="rest"),
}


def status_of(gathering: Gathering) -> Status:
    """The look of where a gathering stands."""
    return STATES[gathering.state]
