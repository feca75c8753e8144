"""Pictures of a gathering: put in with everybody's agreement, looked at, taken away."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.gatherings.models import Gathering, Photo
from nuanliu.domain.gatherings.queries import access_gathering
from nuanliu.domain.gatherings.rules import may_roll
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.gatherings.home import base_for
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.photos import NOT_YET, keep_photo, photos_of, remove_photo


class PhotoForm(ActForm):
    """A picture, what is on it, and who may see it."""

    photo = forms.FileField(
        label=gettext_lazy("照片"),
        help_text=gettext_lazy("JPG 或 PNG。照片里的位置会去掉。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "empty": gettext_lazy("这张照片是空的，请再拍一张。"),
            "invalid": gettext_lazy("没有收到照片。请再选一次。"),
            "missing": gettext_lazy("没有收到照片。请再选一次。"),
        },
    )
    words = TextField(label=gettext_lazy("照片里是什么"), help_text=gettext_lazy("给看不见的人听。"), max_length=80)
    shown = forms.ChoiceField(
        label=gettext_lazy("给谁看"),
        widget=forms.RadioSelect,
        choices=[
            ("inside", gettext_lazy("只在工作台里看")),
            ("public", gettext_lazy("公开：上面的每个人都同意了")),
        ],
        initial="inside",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """All of them, and one more."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = _to_show(request, gathering_id)
    if found.state in NOT_YET:
        return see_other("gatherings:gathering", found.id)
    removes = request.POST.get("remove", "")
    form = (
        ActForm(sent(request))
        if removes
        else PhotoForm(sent(request), request.FILES if request.method == "POST" else None)
    )

    def act() -> None:
        if removes:
            remove_photo(actor=request.actor, gathering_id=found.id, photo_id=_id(removes), now=request.now)
            messages.success(request, _("照片去掉了。"))
            return
        said = form.cleaned_data
        keep_photo(
            actor=request.actor,
            gathering_id=found.id,
            data=said["photo"].read(),
            words=said["words"],
            is_public=said["shown"] == "public",
            token=said["token"],
            now=request.now,
        )
        messages.success(request, _("照片放好了。"))

    if request.method == "POST" and done(form, act):
        return see_other("gatherings:photos", found.id)
    context = {
        "base": base_for(request),
        "form": PhotoForm() if removes else form,
        "refused": form,
        "gathering": found,
        "photos": photos_of(gathering=found, only_public=False),
    }
    return render(request, "gatherings/photos.html", context)


@require_safe
def photo(request: HouseRequest, gathering_id: UUID, snapshot_id: UUID) -> HttpResponse:
    """The picture itself, for those who may look after the gathering."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = _to_show(request, gathering_id)
    row = Photo.objects.filter(site_id=found.site_id, gathering_id=found.id, id=snapshot_id).first()
    if row is None:
        raise NotVisible
    response = HttpResponse(bytes(row.data), content_type="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response


def _to_show(request: HouseRequest, gathering_id: UUID) -> Gathering:
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if not may_roll(actor=request.actor, gathering=found):
        raise NotVisible
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None
