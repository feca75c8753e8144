"""What is special about needs: wishes of the helper, and changes that a helper has not answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import ChangeAsked, Wishes
from nuanliu.domain.care.series.types import Wish
from nuanliu.domain.people.types import Sex


def wishes_of(*, needs: Iterable[Need]) -> dict[UUID, Wishes]:
    """What is wished of the helpers of these needs, by need; those without a wish are not in it."""
    known = [(need.site_id, need.id) for need in needs]
    rows = Wishes.objects.filter(
        site_id__in={site for site, _need in known}, need_id__in=[need for _site, need in known]
    )
    return {row.need_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class SexWish:
    """A woman or a man is wished for. Hard is only what the old person says is hard: then nobody else comes."""

    sex: Sex
    is_hard: bool

    def shuts_out(self, sex: str) -> bool:
        """Whether somebody of this sex cannot come."""
        return self.is_hard and sex != self.sex


_SEXES = {
    Wish.ONLY_WOMAN: SexWish(Sex.FEMALE, is_hard=True),
    Wish.ONLY_MAN: SexWish(Sex.MALE, is_hard=True),
    Wish.WOMAN: SexWish(Sex.FEMALE, is_hard=False),
    Wish.MAN: SexWish(Sex.MALE, is_hard=False),
}
NO_MATTER = SexWish(Sex.UNKNOWN, is_hard=False)


def sex_wished(*, codes: Iterable[str]) -> SexWish:
    """The wish for a woman or a man among these wishes; what is hard goes first."""
    said = set(codes)
    return next((wish for code, wish in _SEXES.items() if code.value in said), NO_MATTER)


def is_contradiction(*, codes: Iterable[str]) -> bool:
    """Whether nobody at all could come: only a woman, and only a man."""
    return {Wish.ONLY_WOMAN.value, Wish.ONLY_MAN.value} <= set(codes)


def sexes_wished(*, needs: Iterable[Need]) -> dict[UUID, SexWish]:
    """The same by need, in one query; needs without such a wish are not in it."""
    found = {need: sex_wished(codes=row.codes) for need, row in wishes_of(needs=needs).items()}
    return {need: wish for need, wish in found.items() if wish != NO_MATTER}


def sex_wished_for(*, need: Need) -> SexWish:
    """The same of one need; `NO_MATTER` where nothing is wished."""
    return sexes_wished(needs=[need]).get(need.id, NO_MATTER)


def change_asked(*, visit: Visit) -> ChangeAsked | None:
    """What the helper still has to answer about a visit; None if nothing."""
    return ChangeAsked.objects.filter(site_id=visit.site_id, visit_id=visit.id, answered_at=None).first()


def unanswered(*, need: Need) -> set[UUID]:
    """Visits of a need whose helpers have not answered to its change."""
    ids = [visit.id for visit in need.visits.all()]
    rows = ChangeAsked.objects.filter(site_id=need.site_id, visit_id__in=ids, answered_at=None)
    return set(rows.values_list("visit_id", flat=True))
