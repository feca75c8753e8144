"""What the certifier must see of a visit besides the visit itself, and whether it is there."""

from collections.abc import Collection
from uuid import UUID

from nuanliu.domain.care.menu.queries import terms_by_need
from nuanliu.domain.care.menu.types import Wanted
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.watching.models import VisitPhoto


def without_receipt(*, visits: Collection[Visit]) -> set[UUID]:
    """Those whose service wants a photograph of the receipt and that have none: two queries, however many they are.

    What the service wants is what it wanted when the need was placed. The visits come with their needs.
    """
    terms = terms_by_need(needs=[visit.need for visit in visits])
    wanting = {visit.id for visit in visits if terms[visit.need_id].evidence == Wanted.RECEIPT_PHOTO}
    if not wanting:
        return set()
    sites = {visit.site_id for visit in visits}
    rows = VisitPhoto.objects.filter(site_id__in=sites, visit_id__in=wanting)
    return wanting - set(rows.values_list("visit_id", flat=True))
