"""Pages of figures that one keeps under a name."""

from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.keep_views import drop_view, keep_view, views_of

KEPT_PAGES = frozenset({"home", "figures", "rows", "supply", "map", "report", "late"})


class KeepForm(ActForm):
    """Its name, and which page."""

    name = TextField(label=gettext_lazy("叫什么"), help_text=gettext_lazy("比如：钟山区每月服务。"), max_length=40)
    address = forms.CharField(widget=forms.HiddenInput, max_length=500)

    def clean_address(self) -> str:
        """Only the bureau's own pages of figures."""
        address = str(self.cleaned_data["address"])
        parts = urlsplit(address)
        try:
            found = resolve(parts.path)
        except Resolver404:
            found = None
        if found is None or found.namespace != "bureau" or found.url_name not in KEPT_PAGES or parts.netloc:
            raise forms.ValidationError(_("请从要收藏的那一页点过来。"), code="no_page")
        return address


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.CITY_SEE)
def saved(request: HouseRequest) -> HttpResponse:
    """The pages one keeps; with `page` a form to keep another."""
    dropping = request.POST.get("drop", "")
    kept = list(views_of(actor=request.actor))
    if request.method == "POST" and dropping and ActForm(request.POST).is_valid():
        found = next((one for one in kept if str(one.pk) == dropping), None)
        if found is not None:
            drop_view(actor=request.actor, view_id=found.pk, now=request.now)
            messages.success(request, _("“%(name)s”删掉了。") % {"name": found.name})
        return see_other("bureau:saved")
    page = request.GET.get("page", "")
    form = KeepForm(sent(request), initial={"address": page})

    def act() -> None:
        facts = form.cleaned_data
        keep_view(
            actor=request.actor, name=facts["name"], address=facts["address"], token=facts["token"], now=request.now
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("收藏好了。"))
        return see_other("bureau:saved")
    context = {"form": form, "is_keeping": bool(page) or form.is_bound, "kept": kept}
    return show(request, "bureau/saved.html", context)
