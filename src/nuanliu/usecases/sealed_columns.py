"""Every sealed column there is. Whoever adds one adds its line here; tests/architecture finds what is missing."""

from typing import Any

from nuanliu.domain.alliance.applications import place_of_keeper
from nuanliu.domain.alliance.models import ShopApplication
from nuanliu.domain.care.slips.batch_models import SlipPicture
from nuanliu.domain.care.slips.batches import place_of_picture
from nuanliu.domain.care.watching.models import VisitPlace
from nuanliu.domain.honours.models import Objection
from nuanliu.domain.honours.saying import place_of_objection
from nuanliu.domain.insights.models import ExportPart
from nuanliu.domain.integrity.models import Report
from nuanliu.domain.integrity.reports import place_of_report
from nuanliu.domain.notices.calls.models import Call, Closing
from nuanliu.domain.notices.calls.words import place_of_closing, place_of_number, place_of_words
from nuanliu.domain.passbook.oldbooks.models import OldPage
from nuanliu.domain.people.joining.models import Application, Paper, ProxyAsking, RegisterWish
from nuanliu.domain.people.joining.wishes import place_of_wish
from nuanliu.domain.people.models import Correction, Elder, Person, RosterUpload
from nuanliu.domain.people.rotation import OfNobody, OfPerson
from nuanliu.domain.signing.models import Authenticator, OneTimeCode
from nuanliu.domain.signing.seconds import place_of_secret
from nuanliu.domain.signing.written import place_of_phone
from nuanliu.usecases.exporting import place_of_part


def _of_roster(row: Any) -> str:
    return f"roster|{row.pk}"


def _of_authenticator(row: Any) -> str:
    return place_of_secret(login_id=row.login_id)


def _of_code(row: Any) -> str:
    return place_of_phone(code_id=row.pk)


def _of_slips(row: Any) -> str:
    return place_of_picture(picture_id=row.id)


def _of_shop(row: Any) -> str:
    return place_of_keeper(application_id=row.pk)


def _of_part(row: Any) -> str:
    return place_of_part(row.pk)


def _of_wish(row: Any) -> str:
    return place_of_wish(wish_id=row.pk)


def _of_report(row: Any) -> str:
    return place_of_report(report_id=row.pk)


def _of_objection(row: Any) -> str:
    return place_of_objection(objection_id=row.pk)


OF_PERSONS = (
    OfPerson(Person, "identity_sealed", "identity", "pk"),
    OfPerson(Person, "phone_sealed", "phone", "pk"),
    OfPerson(Person, "address_sealed", "address", "pk"),
    OfPerson(Elder, "helper_note_sealed", "helper_note"),
    OfPerson(Elder, "emergency_sealed", "emergency"),
    OfPerson(Elder, "door_code_sealed", "door_code"),
    OfPerson(Application, "told_sealed", "application"),
    OfPerson(Paper, "picture_sealed", "paper"),
    OfPerson(ProxyAsking, "said_sealed", "proxy_asking", "relative_id"),
    OfPerson(OldPage, "lines_sealed", "old_page_lines"),
    OfPerson(OldPage, "picture_sealed", "old_page"),
    OfPerson(Correction, "wanted_sealed", "correction"),
    OfPerson(VisitPlace, "metres_sealed", "visit_metres"),
)
"""Sealed with the person's own key."""
OF_NOBODY = (
    OfNobody(RosterUpload, "rows_sealed", _of_roster),
    OfNobody(RosterUpload, "file_sealed", _of_roster),
    OfNobody(ExportPart, "content_sealed", _of_part),
    OfNobody(SlipPicture, "picture_sealed", _of_slips),
    OfNobody(RegisterWish, "said_sealed", _of_wish),
    OfNobody(ShopApplication, "keeper_sealed", _of_shop),
    OfNobody(Report, "said_sealed", _of_report),
    OfNobody(Objection, "said_sealed", _of_objection),
    OfNobody(Authenticator, "secret_sealed", _of_authenticator),
    OfNobody(OneTimeCode, "phone_sealed", _of_code),
    OfNobody(Call, "words_sealed", place_of_words),
    OfNobody(Call, "number_sealed", place_of_number),
    OfNobody(Closing, "words_sealed", place_of_closing),
)
"""Sealed with a master key."""
