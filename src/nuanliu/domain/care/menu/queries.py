"""What is on a menu, and by which version a need is to be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.care.menu.models import LeftOut, MenuDraft, ServiceVersion
from nuanliu.domain.care.menu.terms import TERMS, Terms
from nuanliu.domain.care.menu.types import MenuDraftState
from nuanliu.domain.care.models import Need, Service


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that differs between two versions; `before` is None where there was none."""

    field: str
    before: object
    after: object


def services_offered(*, site_id: UUID | None = None) -> list[Service]:
    """What a site offers now, in the order of the catalogue; None is what the city offers."""
    rows = Service.objects.filter(is_offered=True)
    if site_id is not None:
        rows = rows.exclude(pk__in=LeftOut.objects.filter(site_id=site_id, back_at=None).values("service_id"))
    return list(rows.order_by("position", "code"))


def service_by_code(*, code: str, site_id: UUID | None = None) -> Service | None:
    """One service, if the city offers it and the site has not left it out."""
    return next((one for one in services_offered(site_id=site_id) if one.code == code), None)


def left_out_at(*, site_id: UUID) -> dict[UUID, LeftOut]:
    """What a site has left out, by service."""
    return {one.service_id: one for one in LeftOut.objects.filter(site_id=site_id, back_at=None)}


def versions_of(*, service: Service) -> list[ServiceVersion]:
    """What governed, governs and will, the newest first; without what was withdrawn."""
    return list(ServiceVersion.objects.filter(service=service, withdrawal=None).order_by("-in_force_from"))


def history_of(*, service: Service) -> list[ServiceVersion]:
    """Every version that was ever published, the withdrawn ones too, the newest first."""
    return list(ServiceVersion.objects.filter(service=service).select_related("withdrawal").order_by("-number"))


def terms_of(*, need: Need) -> Terms:
    """The version under which the need was placed: what is published later changes nothing for it."""
    return terms_by_need(needs=[need])[need.id]


def terms_by_need(*, needs: Iterable[Need]) -> dict[UUID, Terms]:
    """The same for several, in one query."""
    wanted = list(needs)
    known: dict[UUID, list[ServiceVersion]] = {}
    rows = ServiceVersion.objects.filter(service_id__in={need.service_id for need in wanted}, withdrawal=None)
    for one in rows.order_by("-in_force_from"):
        known.setdefault(one.service_id, []).append(one)
    return {
        need.id: in_force(versions=known.get(need.service_id, []), at=need.submitted_at) or need.service
        for need in wanted
    }


def in_force(*, versions: list[ServiceVersion], at: datetime) -> ServiceVersion | None:
    """The one in force at a moment, out of versions with the newest first; before the first it is the first."""
    return next((one for one in versions if one.in_force_from <= at), versions[-1] if versions else None)


def values_of(*, terms: Terms) -> dict[str, object]:
    """The terms by their names."""
    return {name: getattr(terms, name) for name in TERMS}


def changes_between(*, before: Terms | None, after: dict[str, object]) -> list[Changed]:
    """What differs, in the order of the columns; against nothing, everything that is said."""
    old = values_of(terms=before) if before else {}
    return [
        Changed(name, old.get(name), after[name])
        for name in TERMS
        if name in after and after[name] != old.get(name) and (old or after[name] != "")
    ]


def open_drafts() -> list[MenuDraft]:
    """Drafts that somebody has to finish or drop."""
    rows = MenuDraft.objects.filter(state=MenuDraftState.DRAFT.value).select_related("service")
    return list(rows.order_by("code"))


def next_position() -> int:
    """The number of a service that is added now."""
    last = Service.objects.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1
