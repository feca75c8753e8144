"""The audit browser: who did what, when, to what, why. Only for the bureau's audit role."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.audit.queries import Record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.parameters import REGISTRY
from nuanliu.portals.bureau.audit_words import ACTIONS, CODED, DETAILS, KINDS, ROLES, SUBJECTS
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import AskForm, DayField, TextField
from nuanliu.portals.ui.kept import MARK, NEVER_ASKED, asked, keep
from nuanliu.portals.ui.labels import label_of
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.read_audit import AuditQuestion, audited, latest_check, names_of

PAGE = 40


class AuditForm(AskForm):
    """What to look for."""

    action = forms.ChoiceField(label=_("做了什么"), required=False)
    person = TextField(label=_("谁（写全名）"), required=False, max_length=60)
    whom = TextField(label=_("关于谁（写全名）"), required=False, max_length=60)
    site: forms.ModelChoiceField[Node] = forms.ModelChoiceField(
        label=_("哪个站点"), queryset=None, required=False, empty_label=_("都看")
    )
    subject = TextField(label=_("对象编号"), required=False, max_length=60)
    first_day = DayField(label=_("从哪天"), required=False)
    last_day = DayField(label=_("到哪天"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites()  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", _("都看")), *KINDS.items(), *ACTIONS.items()]  # type: ignore[attr-defined]

    def clean_subject(self) -> UUID | None:
        """The id, None for nothing."""
        text = self.cleaned_data["subject"]
        try:
            return UUID(text) if text else None
        except ValueError:
            raise forms.ValidationError(_("编号不对。请从别的行点过来。"), code="not_an_id") from None

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("后一天不能早过前一天。"))
        return said

    def question(self) -> AuditQuestion | None:
        """What is asked, None while something has to be mended."""
        if not self.is_bound:
            return AuditQuestion()
        if not self.is_valid():
            return None
        said = self.cleaned_data
        return AuditQuestion(
            action=said["action"],
            subject_id=said["subject"],
            person=said["person"],
            whom=said["whom"],
            site_id=said["site"].pk if said["site"] else None,
            first_day=said["first_day"],
            last_day=said["last_day"],
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words."""

    event: Record
    words: Promise | str
    who: str
    role: Promise | str
    on_behalf_of: str
    subject: Promise | str
    details: list[tuple[str, str]]


def asked_of(request: HouseRequest) -> dict[str, str]:
    """What was asked, without the page, as it stands in an address."""
    names = {MARK, *AuditForm.base_fields} - NEVER_ASKED
    return {name: str(value) for name, value in request.GET.items() if name in names and value}


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.AUDIT_READ)
def audit(request: HouseRequest) -> HttpResponse:
    """Events, newest first, by action, person, subject and day."""
    if request.method == "POST":
        return keep(request, *AuditForm.base_fields)
    form = AuditForm(asked(request) or None)
    question = form.question()
    context: dict[str, Any] = {"form": form}
    if question is not None:
        page = page_of(request=request, rows=audited(actor=request.actor, question=question), size=PAGE)
        context |= {"page": page, "lines": lines_of(page.rows), "checked": latest_check()}
        context |= {"export_url": f"{reverse('bureau:audit-export')}?{urlencode(asked_of(request))}"}
    return show(request, "bureau/audit.html", context)


def _says(value: object) -> bool:
    return value is not None and value != ""


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if key == "rules" and isinstance(value, list):
        return "、".join(str(REGISTRY[one].label if one in REGISTRY else DETAILS.get(one, one)) for one in value)
    if key in CODED:
        return str(label_of(str(value), kind=key))
    return str(ROLES.get(str(value), value))


def lines_of(events: Any) -> list[Line]:
    """Events in words."""
    people = [event.actor_id for event in events] + [event.on_behalf_of for event in events]
    people += [event.subject_id for event in events if event.subject_type == "person"]
    names = names_of(people=people)
    return [_line(event, names) for event in events]


def _line(event: Record, names: dict[UUID, str]) -> Line:
    subject = SUBJECTS.get(event.subject_type, event.subject_type)
    return Line(
        event=event,
        words=ACTIONS.get(event.action, event.action),
        who=names.get(event.actor_id, "") if event.actor_id else str(ROLES["system"]),
        role=ROLES.get(event.actor_role, event.actor_role),
        on_behalf_of=names.get(event.on_behalf_of, "") if event.on_behalf_of else "",
        subject=names.get(event.subject_id, subject) if event.subject_type == "person" else subject,
        details=[
            (str(DETAILS.get(key, key)), _value(key, value)) for key, value in event.details.items() if _says(value)
        ],
    )
