"""公示 and 光荣榜: who is to be commended, how to object, and who was commended in which year."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.honours.models import Place
from nuanliu.domain.honours.naming import public_names
from nuanliu.domain.honours.saying import Said
from nuanliu.domain.honours.shown import awarded_in, awarded_years, on_notice, public_places
from nuanliu.domain.honours.types import PlaceState
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import category_name, named_by_category
from nuanliu.portals.ui.forms import ActForm, PhoneField, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.commend.object import file_objection, may_object


@require_safe
def hall(request: HouseRequest) -> HttpResponse:
    """The years with a hall of honour."""
    years = awarded_years()
    latest = _year(years[0]) if years else {}
    return render(request, "public/hall.html", {"years": years, **latest})


@require_safe
def hall_year(request: HouseRequest, year: int) -> HttpResponse:
    """Who was commended in a year."""
    return render(request, "public/hall.html", {"years": awarded_years(), **_year(year)})


def _year(year: int) -> dict[str, object]:
    one = awarded_in(year=year)
    return {"one": one, "groups": named_by_category(public_places(commendation=one))}


@require_safe
def notice(request: HouseRequest) -> HttpResponse:
    """Every list in public notice, with a way to object to each line while it runs."""
    lists = [
        (one, named_by_category(public_places(commendation=one)), may_object(commendation=one, now=request.now))
        for one in on_notice()
    ]
    return render(request, "public/honour_notice.html", {"lists": lists})


class ObjectionForm(ActForm):
    """What is to be said, and by whom."""

    words = TextField(
        label=gettext_lazy("您想说什么"),
        help_text=gettext_lazy("什么事、什么时候，说具体些，好去查。"),
        max_length=1000,
        lines=True,
    )
    name = TextField(label=gettext_lazy("您贵姓"), max_length=60)
    phone = PhoneField(label=gettext_lazy("您的电话"), help_text=gettext_lazy("查清了打电话告诉您。"))


@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HouseRequest, place_id: UUID) -> HttpResponse:
    """The form for one line of the list."""
    rows = Place.objects.select_related("category__commendation", "frozen__category")
    place = rows.filter(pk=place_id, taken_off_at=None, state=PlaceState.LISTED.value).first()
    if place is None or not may_object(commendation=place.category.commendation, now=request.now):
        raise NotVisible
    form = ObjectionForm(sent(request))

    def act() -> None:
        said = form.cleaned_data
        file_objection(
            actor=request.actor,
            place_id=place.pk,
            said=Said(name=said["name"], phone=said["phone"], words=said["words"]),
            token=said["token"],
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        return see_other("public:object-sent")
    context = {
        "form": form,
        "name": public_names(rows=[place.frozen])[place.frozen_id],
        "award": category_name(place.category),
        "one": place.category.commendation,
    }
    return render(request, "public/object.html", context)


@require_safe
def object_sent(request: HouseRequest) -> HttpResponse:
    """It was received; what comes next."""
    return render(request, "public/object_sent.html")
