"""An old person at the desk: one long form in the order of a talk, the same on paper for a visit at her home."""

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
from nuanliu.domain.people.contacts import EmergencyContact
from nuanliu.domain.people.joining.models import RegisterWish
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.operations import issue_pin_card
from nuanliu.domain.people.queries import access_elder, contact_of, contacts_of, door_code_of, helper_note_of
from nuanliu.domain.people.types import ConsentPurpose, Sex, ToldBy
from nuanliu.portals.desk.views.cards import CARD_ONCE
from nuanliu.portals.desk.views.wishes import as_wished, wish_asked_for
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, DayField, PhoneField, TextField
from nuanliu.portals.ui.labels import CIRCUMSTANCES, UNKNOWNS
from nuanliu.portals.ui.once import keep_once
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.revealed import is_revealed
from nuanliu.portals.ui.skills import LANGUAGES
from nuanliu.usecases.register_elder import AtHome, ElderFacts, change_elder, register_elder

CONTACTS = (1, 2, 3)
TOLD_BY = {
    ToldBy.DESK.value: gettext_lazy("老人来站点说的"),
    ToldBy.HOME_VISIT.value: gettext_lazy("上门问的"),
    ToldBy.FAMILY.value: gettext_lazy("家里人说的"),
    ToldBy.SELF.value: gettext_lazy("老人自己写的"),
    ToldBy.TELEPHONE.value: gettext_lazy("电话里说的"),
}


class ElderForm(ActForm):
    """Who she is, where she lives, how she is, whom to ring. Only the name and the site must be known."""

    name = TextField(label=gettext_lazy("老人叫什么"), max_length=30)
    site = forms.ChoiceField(label=gettext_lazy("哪个社区"))
    told_by = forms.ChoiceField(label=gettext_lazy("这些是怎么知道的"), choices=list(TOLD_BY.items()))
    identity = TextField(label=gettext_lazy("身份证号"), max_length=40, required=False)
    birth = DayField(label=gettext_lazy("出生日期（没有身份证号才写）"), required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("性别"),
        choices=[
            (Sex.UNKNOWN.value, gettext_lazy("不知道")),
            (Sex.FEMALE.value, gettext_lazy("女")),
            (Sex.MALE.value, gettext_lazy("男")),
        ],
    )
    phone = PhoneField(label=gettext_lazy("电话"), help_text=gettext_lazy("没有就空着。"), required=False)
    street = TextField(label=gettext_lazy("住在哪条路、哪个小区"), max_length=60, required=False)
    address = TextField(label=gettext_lazy("门牌"), max_length=120, required=False)
    floor = TextField(label=gettext_lazy("几楼，有没有电梯"), max_length=60, required=False)
    door_code = TextField(
        label=gettext_lazy("怎么进门（门禁、单元门）"),
        help_text=gettext_lazy("加密保存。"),
        max_length=60,
        required=False,
    )
    pets = TextField(label=gettext_lazy("有没有猫狗"), max_length=60, required=False)
    circumstances = forms.MultipleChoiceField(
        label=gettext_lazy("情况"),
        choices=list(CIRCUMSTANCES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("会说什么话"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = TextField(
        label=gettext_lazy("志愿者要知道什么"),
        help_text=gettext_lazy("比如：听力不好，要大声；膝盖疼。加密保存。"),
        lines=True,
        max_length=300,
        required=False,
    )
    unknown = forms.MultipleChoiceField(
        label=gettext_lazy("问过，不知道的"),
        help_text=gettext_lazy("打勾就是问过了，不用猜，也不用编。"),
        choices=list(UNKNOWNS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    service = forms.BooleanField(label=gettext_lazy("老人同意登记和安排服务"), required=False)
    health = forms.BooleanField(label=gettext_lazy("老人同意把身体情况告诉志愿者"), required=False)
    photo = forms.FileField(
        label=gettext_lazy("签过字的那一页的照片"),
        help_text=gettext_lazy("上门填的纸，拍照交上来。JPG 或 PNG。"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "empty": gettext_lazy("这张照片是空的，请再拍一张。"),
            "invalid": gettext_lazy("没有收到照片。请再选一次。"),
            "missing": gettext_lazy("没有收到照片。请再选一次。"),
        },
    )
    card = forms.BooleanField(label=gettext_lazy("同时发一张登录卡"), required=False, initial=True)

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = sites  # type: ignore[attr-defined]
        for number in CONTACTS:
            said = {"number": number}
            self.fields[f"contact{number}_name"] = TextField(
                label=_("紧急联系人 %(number)d") % said, max_length=30, required=False
            )
            self.fields[f"contact{number}_kin"] = TextField(
                label=_("是老人的什么人 %(number)d") % said, max_length=20, required=False
            )
            self.fields[f"contact{number}_phone"] = PhoneField(label=_("联系人电话 %(number)d") % said, required=False)

    def contact_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each contact, for the page."""
        return [[self[f"contact{number}_{part}"] for part in ("name", "kin", "phone")] for number in CONTACTS]

    def facts(self) -> ElderFacts:
        """What was said. Only after the form was valid."""
        said = self.cleaned_data
        contacts = tuple(
            EmergencyContact(said[f"contact{n}_name"], said[f"contact{n}_kin"], said[f"contact{n}_phone"])
            for n in CONTACTS
        )
        return ElderFacts(
            name=said["name"],
            phone=said["phone"],
            identity=said["identity"],
            address=said["address"],
            street=said["street"],
            circumstances=tuple(said["circumstances"]),
            note=said["note"],
            at_home=AtHome(
                sex=Sex(said["sex"]),
                birth_date=said["birth"],
                languages=tuple(said["languages"]),
                floor_and_stairs=said["floor"],
                pets=said["pets"],
                door_code=said["door_code"],
                contacts=contacts,
                told_by=said["told_by"],
                unknown=tuple(said["unknown"]),
                purposes=tuple(ConsentPurpose(one) for one in ("service", "health") if said[one]),
                photo=said["photo"].read() if said["photo"] else b"",
            ),
        )


def _sites(request: HouseRequest) -> list[tuple[str, str]]:
    return [(str(site.pk), site.name) for site in sites_under(paths=request.actor.paths(Power.NEED_PLACE))]


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """Enter an old person; her card is printed next."""
    sites = _sites(request)
    is_sent = request.method == "POST"
    wish = wish_asked_for(request)
    first = {} if is_sent else as_wished(request, wish)
    form = ElderForm(request.POST, request.FILES, sites=sites) if is_sent else ElderForm(sites=sites, initial=first)
    made: list[Elder] = []
    if is_sent and done(form, lambda: made.append(_register(request, form, wish))):
        messages.success(request, _("登记好了。"))
        if form.cleaned_data["card"]:
            return _print_card(request, made[0])
        return see_other("desk:person", person_id=made[0].pk)
    return render(request, "desk/elder_form.html", {"form": form, "elder": None, "wish": wish})


def _register(request: HouseRequest, form: ElderForm, wish: RegisterWish | None) -> Elder:
    facts, said = form.facts(), form.cleaned_data
    return register_elder(
        actor=request.actor,
        site_id=UUID(said["site"]),
        name=facts.name,
        phone=facts.phone,
        identity=facts.identity,
        address=facts.address,
        street=facts.street,
        circumstances=list(facts.circumstances),
        note=facts.note,
        at_home=facts.at_home,
        wish_id=wish.pk if wish else None,
        token=said["token"],
        now=request.now,
    )


def _print_card(request: HouseRequest, elder: Elder) -> HttpResponse:
    card, pin = issue_pin_card(actor=request.actor, person=elder.person, now=request.now)
    keep_once(request, CARD_ONCE, {"person": str(elder.pk), "number": card.number, "pin": pin})
    return see_other("desk:card", person_id=elder.pk)


@opens_with(Power.NEED_PLACE)
@require_safe
def sheet(request: HouseRequest) -> HttpResponse:
    """The sheet for a visit at home: the questions of the screen, one to one."""
    return render(request, "desk/elder_sheet.html", {"form": ElderForm(sites=_sites(request))})


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """The same form for somebody who is known: what was not known can be added."""
    elder = access_elder(actor=request.actor, elder_id=person_id)
    if not is_revealed(request=request, person_id=person_id):
        messages.info(request, _("这一页有完整的电话、住址。请先写明为什么要看，再改。"))
        return see_other("desk:person", person_id=person_id)
    sites = [(str(elder.person.home_site_id), elder.person.home_site.name)]
    is_sent = request.method == "POST"
    first = None if is_sent else _as_known(elder)
    form = ElderForm(request.POST, request.FILES, sites=sites) if is_sent else ElderForm(sites=sites, initial=first)
    if is_sent and done(
        form,
        lambda: change_elder(actor=request.actor, elder_id=person_id, facts=form.facts(), now=request.now),
    ):
        messages.success(request, _("改好了。"))
        return see_other("desk:person", person_id=person_id)
    return render(request, "desk/elder_form.html", {"form": form, "elder": elder})


def _as_known(elder: Elder) -> dict[str, Any]:
    person, contact = elder.person, contact_of(person=elder.person)
    known: dict[str, Any] = {
        "name": person.name,
        "site": str(person.home_site_id),
        "told_by": elder.told_by or ToldBy.DESK.value,
        "birth": person.birth_date,
        "sex": person.sex,
        "phone": contact.phone,
        "street": person.street,
        "address": contact.address,
        "floor": elder.floor_and_stairs,
        "door_code": door_code_of(elder=elder),
        "pets": elder.pets,
        "circumstances": elder.circumstances,
        "languages": elder.languages,
        "note": helper_note_of(elder=elder),
        "unknown": elder.unknown,
        "card": False,
    }
    for number, one in zip(CONTACTS, contacts_of(elder=elder), strict=False):
        known |= {
            f"contact{number}_name": one.name,
            f"contact{number}_kin": one.kin,
            f"contact{number}_phone": one.phone,
        }
    return known
