"""举报: a short form without a name, a code to keep, and the answer for whoever has the code."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.integrity.reports import Told, code_of_report, report_with_code
from nuanliu.domain.integrity.types import ReportKind
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, AskForm, PhoneField, TextField
from nuanliu.portals.ui.kept import keep, kept_words
from nuanliu.portals.ui.limits import WINDOW_SECONDS, is_too_fast
from nuanliu.portals.ui.once import keep_once, look_at
from nuanliu.portals.ui.reports import KINDS
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.report_fraud import Reported, send_report

if TYPE_CHECKING:
    from nuanliu.domain.integrity.models import Report

SENT = "report-sent"
"""Session mark: the report that was sent, sealed, so that its code can be shown."""
UNKNOWN = "unknown"
GROUP = 5
MOST_A_MINUTE = 10
"""Codes that one address may look up within a minute."""
LONGEST_WORDS = 1000


class ReportForm(ActForm):
    """What happened. No name is asked for."""

    kind = forms.ChoiceField(
        label=gettext_lazy("遇到了什么"), choices=[(one.value, words) for one, words in KINDS.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = TextField(
        label=gettext_lazy("说说经过"),
        help_text=gettext_lazy("谁、在哪里、说了什么、做了什么。知道多少写多少。"),
        max_length=LONGEST_WORDS,
        lines=True,
    )
    when = TextField(
        label=gettext_lazy("什么时候"), help_text=gettext_lazy("比如：昨天下午。"), max_length=40, required=False
    )
    site = forms.ChoiceField(label=gettext_lazy("在哪个社区"), help_text=gettext_lazy("不知道也可以。"))
    phone = PhoneField(
        label=gettext_lazy("您的电话"), help_text=gettext_lazy("想要人回电话才写，不写也照样查。"), required=False
    )

    def __init__(self, *args: Any, sites: Iterable[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            (UNKNOWN, _("不知道")),
            *((str(site.pk), site.name) for site in sites),
        ]

    def reported(self) -> Reported:
        """For the use case."""
        given = self.cleaned_data
        return Reported(
            kind=ReportKind(given["kind"]),
            told=Told(words=given["words"], when=given["when"], phone=given["phone"]),
            site_id=None if given["site"] == UNKNOWN else UUID(given["site"]),
        )


class AnswerForm(AskForm):
    """The code of a report."""

    code = TextField(
        label=gettext_lazy("举报码"),
        help_text=gettext_lazy("举报以后给您的 10 个字符，比如 7K3M9-QPTXW。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HouseRequest) -> HttpResponse:
    """The form."""
    form = ReportForm(sent(request), sites=sites(), initial={"site": UNKNOWN})
    made: list[Report] = []
    act = lambda: made.append(  # noqa: E731 (read together with its one use)
        send_report(
            reported=form.reported(),
            address=address_of(request),
            token=form.cleaned_data["token"],
            now=request.now,
        )
    )
    if request.method == "POST" and done(form, act):
        keep_once(request, SENT, str(made[0].pk))
        return see_other("public:report-sent")
    return render(request, "public/report.html", {"form": form})


@never_cache
@require_safe
def report_sent(request: HouseRequest) -> HttpResponse:
    """The code to keep, and what happens next."""
    known = look_at(request, SENT)
    if known is None:
        return see_other("public:report")
    code = code_of_report(report_id=UUID(known))
    return render(request, "public/report_sent.html", {"code": f"{code[:GROUP]}-{code[GROUP:]}"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_answer(request: HouseRequest) -> HttpResponse:
    """Where a report stands, and the answer, for whoever has its code; the code stands in no address."""
    if request.method == "POST":
        return keep(request, "code")
    said = kept_words(request)
    form = AnswerForm(said if "code" in said else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and is_too_fast(request, what="report", most=MOST_A_MINUTE):
        form.add_error(None, _("查得太快了，请等一分钟再查。"))
        response = render(request, "public/report_answer.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
        return response
    if form.is_bound and form.is_valid():
        context |= {"is_asked": True, "report": report_with_code(text=form.cleaned_data["code"])}
    return render(request, "public/report_answer.html", context)
