"""Choosing a password."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Login
from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Person
from nuanliu.domain.signing.seconds import UnableToChangeSignIn
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

SHORTEST_WORD, LEAST_LEFT = 2, 6


def choose_password(*, login: Login, password: str, token: UUID, now: datetime) -> None:
    """Hers from now on; wherever else she is signed in, she is signed out. Raises UnableToChangeSignIn(weak)."""
    try:
        validate_password(password, user=login)
        _refuse_own_words(password, login)
    except ValidationError as weak:
        words = _("密码太容易猜。请写至少 10 个字，不要用常见的。")
        raise UnableToChangeSignIn("weak", words, field="password") from weak
    login.set_password(password)
    _write(login=login, hashed=login.password, token=token, now=now)


def _refuse_own_words(password: str, login: Login) -> None:
    """Beside the words of this place (`guessable`): her own name, however spelt, and her telephone.

    Raises ValidationError if what is left beside them is too little for a password.
    """
    person = Person.objects.filter(pk=login.pk).first()
    hers = [person.name, *person.pinyin.split(), sealing.contact_of(person).phone] if person else []
    left = password.lower()
    for word in sorted(filter(None, hers), key=len, reverse=True):
        left = left.replace(word.lower(), "") if len(word) >= SHORTEST_WORD else left
    if len(left) < LEAST_LEFT:
        raise ValidationError("own words", code="own_words")


@repeated
def _write(*, login: Login, hashed: str, token: UUID, now: datetime) -> None:
    with durable():
        Login.objects.filter(pk=login.pk).update(password=hashed)
        record(
            event_id=derived_id(token, "password.changed"),
            action="password.changed",
            subject_type="person",
            subject_id=login.pk,
            occurred_at=now,
            actor_id=login.pk,
        )
