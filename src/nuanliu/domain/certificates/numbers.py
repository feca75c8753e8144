"""Numbers of certificates: of the issuer, the kind and the year, in a row; and the id that follows from an award."""

from uuid import UUID

from django.db.models import F

from nuanliu.domain.certificates.types import LETTERS, CertificateKind
from nuanliu.domain.network.models import Node, Numbering
from nuanliu.platform.ids import derived_id


def certificate_id(key: UUID) -> UUID:
    """The id of the certificate of an award or a record."""
    return derived_id(key, "certificate")


def take_numbers(*, issuer: UUID, kind: CertificateKind, year: int, count: int) -> int:
    """The first of `count` numbers in a row. They are given back with the transaction if it does not stand."""
    series = f"{kind.value}-{year}"
    Numbering.objects.bulk_create([Numbering(site_id=issuer, series=series)], ignore_conflicts=True)
    row = Numbering.objects.filter(site_id=issuer, series=series)
    row.update(last=F("last") + count)
    return row.values_list("last", flat=True).get() - count + 1


def serial_of(*, issuer: Node, kind: CertificateKind, year: int, number: int) -> str:
    """The number as it is printed."""
    return f"{issuer.code}-{LETTERS[kind]}-{year}-{number:06d}"
