"""The desk joins somebody who signed on paper; and the sheet to sign, the same questions in the same order."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.joining.answers import Abilities, Times
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import PhoneField, TextField, WholeNumberField
from nuanliu.portals.ui.free_times import Grid, spans_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.skills import LANGUAGES, RATHER_NOT, SKILLS
from nuanliu.portals.ui.week import FreeTimesForm
from nuanliu.usecases.join_on_paper import PaperApplication, join_on_paper

NO_TIMES = Grid(frozenset(), ())
REACHES = ((1000, gettext_lazy("1 公里")), (3000, gettext_lazy("3 公里")), (8000, gettext_lazy("8 公里")),
           (20000, gettext_lazy("20 公里")))  # fmt: skip
PHOTO_WORDS = {
    "required": gettext_lazy("请交签过字的那一页的照片。"),
    "empty": gettext_lazy("这张照片是空的，请再拍一张。"),
    "invalid": gettext_lazy("没有收到照片。请再选一次。"),
    "missing": gettext_lazy("没有收到照片。请再选一次。"),
}


class PaperForm(FreeTimesForm):
    """What stands on the signed page. Only name, identity number, declaration and the first consent must be there."""

    name = TextField(label=gettext_lazy("姓名"), max_length=30)
    site = forms.ChoiceField(label=gettext_lazy("哪个社区"))
    identity = TextField(label=gettext_lazy("身份证号"), max_length=40)
    phone = PhoneField(label=gettext_lazy("电话"), help_text=gettext_lazy("没有或不知道，就空着。"), required=False)
    guardian_name = TextField(label=gettext_lazy("未成年人：父母或监护人"), max_length=30, required=False)
    guardian_phone = PhoneField(label=gettext_lazy("父母或监护人的电话"), required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("会说什么话"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("有没有这些本事"),
        help_text=gettext_lazy("要证的，看过原件再算。"),
        choices=[(code, word) for code, word in SKILLS.items() if code != "training"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rather_not = forms.MultipleChoiceField(
        label=gettext_lazy("不太想遇到的"),
        choices=list(RATHER_NOT.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reach = forms.ChoiceField(label=gettext_lazy("愿意走多远"), choices=list(REACHES), initial="3000")
    record = forms.BooleanField(label=gettext_lazy("声明没有严重违法失信（已签字）"), required=False)
    health = forms.BooleanField(label=gettext_lazy("声明身体能做（满 70 岁，已签字）"), required=False)
    service = forms.BooleanField(label=gettext_lazy("同意登记和安排服务"), required=False)
    share_insurer = forms.BooleanField(label=gettext_lazy("同意交给保险公司办意外险"), required=False)
    honour_name = forms.BooleanField(label=gettext_lazy("同意公布名字"), required=False)
    class_minutes = WholeNumberField(
        label=gettext_lazy("在站点听过课，多少分钟"), required=False, min_value=1, max_value=480
    )
    photo = forms.FileField(
        label=gettext_lazy("签过字的那一页的照片"),
        help_text=gettext_lazy("JPG 或 PNG，最大 12 MB。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages=PHOTO_WORDS,
    )

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, grid=NO_TIMES, **kwargs)
        self.fields["site"].choices = sites  # type: ignore[attr-defined]

    def paper(self) -> PaperApplication:
        """What was said. Only after the form was valid."""
        said = self.cleaned_data
        return PaperApplication(
            name=said["name"],
            identity=said["identity"],
            site_id=UUID(said["site"]),
            photo=said["photo"].read(),
            phone=said["phone"],
            abilities=Abilities(
                skills=tuple(said["skills"]), languages=tuple(said["languages"]), rather_not=tuple(said["rather_not"])
            ),
            times=Times(spans=tuple(spans_of(grid=self.chosen())), reach_metres=int(said["reach"])),
            purposes=tuple(purpose.value for purpose in ConsentPurpose if said.get(purpose.value)),
            has_no_record=said["record"],
            is_healthy=said["health"],
            guardian_name=said["guardian_name"],
            guardian_phone=said["guardian_phone"],
            class_minutes=said["class_minutes"] or 0,
        )


def _sites(request: HouseRequest) -> list[tuple[str, str]]:
    return [(str(site.pk), site.name) for site in sites_under(paths=request.actor.paths(Power.PERSON_ENTER))]


@opens_with(Power.PERSON_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """One page, in the order of the sheet."""
    sites = _sites(request)
    is_sent = request.method == "POST"
    form = PaperForm(request.POST, request.FILES, sites=sites) if is_sent else PaperForm(sites=sites)
    token = form.cleaned_data["token"] if is_sent and form.is_valid() else None
    if token and done(
        form, lambda: join_on_paper(actor=request.actor, paper=form.paper(), token=token, now=request.now)
    ):
        messages.success(request, _("报名收下了，等审核。您填的，市里也会看。"))
        return see_other("desk:applications")
    return render(request, "desk/application_new.html", {"form": form})


@opens_with(Power.PERSON_ENTER)
@require_safe
def sheet(request: HouseRequest) -> HttpResponse:
    """The sheet to print, fill in by hand and sign: the questions of the screen, one to one."""
    return render(request, "desk/application_sheet.html", {"form": PaperForm(sites=_sites(request))})
