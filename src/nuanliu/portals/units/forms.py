"""What is asked before an organisation is changed. Every change says why."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.network.kinds import KINDS, kinds_under
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, BranchKind, NodeKind, Role
from nuanliu.portals.ui.forms import ActForm, Card, PhoneField, TextField, WholeNumberField
from nuanliu.portals.ui.labels import BRANCH_KINDS, NODE_KINDS, ROLES
from nuanliu.usecases.unit_page import places_for

MOST_SERVICES = 5000


def why(*, hint: Any = "") -> TextField:
    """The field for the reason."""
    return TextField(
        label=gettext_lazy("为什么"), help_text=hint or gettext_lazy("会留在记录里。"), max_length=200, lines=True
    )


class FactsForm(ActForm):
    """What a visitor reads of an organisation."""

    name = TextField(label=gettext_lazy("名称"), max_length=80)
    phone = TextField(label=gettext_lazy("联系电话"), required=False, max_length=30)
    address = TextField(label=gettext_lazy("地址"), required=False, max_length=200)
    hours = TextField(label=gettext_lazy("服务时间"), required=False, max_length=80)

    def facts(self) -> dict[str, str]:
        """What was written."""
        return {name: self.cleaned_data[name] for name in ("name", "phone", "address", "hours")}


class EditForm(FactsForm):
    """The same for one that stands."""

    reason = why()


class NewForm(FactsForm):
    """A new organisation under one that stands."""

    kind = forms.ChoiceField(label=gettext_lazy("哪一类单位"), widget=forms.RadioSelect)
    branch_kind = forms.ChoiceField(
        label=gettext_lazy("哪一种党支部"), widget=forms.RadioSelect, required=False, choices=list(BRANCH_KINDS.items())
    )
    code = TextField(
        label=gettext_lazy("编号"), help_text=gettext_lazy("不填，系统会给一个。"), required=False, max_length=20
    )
    reason = why()
    field_order = ("kind", "branch_kind", "name", "code")

    def __init__(self, *args: Any, parent: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_under(NodeKind(parent.kind))
        self.fields["kind"].choices = [(kind.value, NODE_KINDS[kind.value]) for kind in self.kinds]  # type: ignore[attr-defined]
        if len(self.kinds) == 1:
            self.fields["kind"].initial = self.kinds[0].value
        if NodeKind.BRANCH not in self.kinds:
            del self.fields["branch_kind"]

    def clean_code(self) -> str:
        """Letters and digits only: codes make the paths."""
        code = str(self.cleaned_data["code"]).upper()
        if code and not (code.isascii() and code.replace("-", "").isalnum()):
            raise forms.ValidationError(_("编号只能用字母、数字和短横线。"), code="code")
        return code

    def branch(self) -> BranchKind | None:
        """Which of the three kinds of branch; None for anything else."""
        said = self.cleaned_data.get("branch_kind")
        is_branch = self.cleaned_data["kind"] == NodeKind.BRANCH
        return BranchKind(said) if said and is_branch else None


class TargetForm(ActForm):
    """Where something goes, written as people write it."""

    target = TextField(label=gettext_lazy("到哪里"), help_text=gettext_lazy("写单位的名称或编号。"), max_length=80)
    reason = why()

    def __init__(self, *args: Any, actor: Actor, node: Node, kinds: frozenset[NodeKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.node, self.kinds = actor, node, kinds
        self.found: Node | None = None

    def clean_target(self) -> str:
        """The one organisation that is meant; several are told, so that the right one can be written."""
        written = str(self.cleaned_data["target"])
        found = places_for(actor=self.actor, written=written, kinds=self.kinds)
        found = [one for one in found if one.pk != self.node.pk]
        if not found:
            raise forms.ValidationError(_("没有找到可以去的单位。请写全名或编号。"), code="nowhere")
        if len(found) > 1:
            several = "、".join(f"{one.name}（{one.code}）" for one in found)
            raise forms.ValidationError(
                _("有几个单位都像，请写编号：%(several)s") % {"several": several}, code="several"
            )
        self.found = found[0]
        return written


class MoveForm(TargetForm):
    """Under which organisation it shall stand."""

    def __init__(self, *args: Any, actor: Actor, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, node=node, kinds=KINDS[NodeKind(node.kind)].under, **kwargs)
        self.fields["target"].label = _("移到哪个单位下面")


class MergeForm(TargetForm):
    """Into which of its kind it goes."""

    def __init__(self, *args: Any, actor: Actor, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, node=node, kinds=frozenset({NodeKind(node.kind)}), **kwargs)
        self.fields["target"].label = _("并入哪个单位")


class CloseForm(ActForm):
    """Why it is closed."""

    reason = why()


class PledgeForm(ActForm):
    """How many services a month."""

    services = WholeNumberField(
        label=gettext_lazy("每月几次"),
        help_text=gettext_lazy("从这个月起。写 0 就是不再承诺。"),
        min_value=0,
        max_value=MOST_SERVICES,
    )
    reason = why()


class AppointForm(ActForm):
    """Who is appointed to what."""

    role = forms.ChoiceField(label=gettext_lazy("什么岗位"), widget=forms.RadioSelect)
    name = TextField(label=gettext_lazy("姓名"), max_length=60)
    phone = PhoneField(
        label=gettext_lazy("手机号"), help_text=gettext_lazy("已登记的人按手机号找；没登记的，就新登记。")
    )
    reason = why()

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = [(role.value, Card(ROLES[role.value], ROLE_HINTS.get(role, ""))) for role in roles]
        self.fields["role"].choices = cards  # type: ignore[attr-defined]


ROLE_HINTS = {
    Role.ADMINISTRATOR: gettext_lazy("管下面的单位和任职"),
    Role.COORDINATOR: gettext_lazy("站点里的事都能办"),
    Role.CERTIFIER: gettext_lazy("认定服务算不算数"),
    Role.HOTLINE: gettext_lazy("接电话，登记和审核需求"),
    Role.SECRETARY: gettext_lazy("管支部的队伍、队员和承诺"),
    Role.TEAM_LEADER: gettext_lazy("看队员和这个月的服务"),
    Role.SHOP_OWNER: gettext_lazy("看店里的礼遇和对账"),
    Role.CASHIER: gettext_lazy("在店里核对"),
    Role.SEAL_KEEPER: gettext_lazy("管这个单位的电子印章，别人不能盖"),
    Role.BUREAU_STANDARDS: gettext_lazy("管标准和业务，管全市的单位"),
    Role.BUREAU_SECURITY: gettext_lazy("管账号、任职和安全"),
    Role.BUREAU_AUDIT: gettext_lazy("只查，不办"),
}
