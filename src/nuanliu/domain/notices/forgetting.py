"""What a person was told is removed; where others were told of her, her name is."""

import json
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nuanliu.domain.notices.calls.models import Call
from nuanliu.domain.notices.models import Delivery, Notice, Preference
from nuanliu.domain.people.models import Person
from nuanliu.platform.words import masked_name


def forget_notices(*, person: Person, subjects: Collection[UUID]) -> list[UUID]:
    """Remove this person's notices, and mask her name in those of others about `subjects`.

    Gives the deliveries that are gone, for `forget_outbox` after the transaction.
    """
    gone = Delivery.objects.filter(notice__person=person)
    ids = list(gone.values_list("id", flat=True))
    about = Notice.objects.filter(subject_id__in=list(subjects)).exclude(person=person)
    ids += list(Delivery.objects.filter(notice__in=about).values_list("id", flat=True))
    for notice in about.select_for_update(no_key=True).order_by("pk"):
        params = {key: _masked(value, person.name) for key, value in notice.params.items()}
        if params != notice.params:
            Notice.objects.filter(pk=notice.pk).update(params=params)
    gone.delete()
    Notice.objects.filter(person=person).delete()
    Preference.objects.filter(person=person).delete()
    Call.objects.filter(person=person).delete()
    return ids


def _masked(value: object, name: str) -> object:
    return value.replace(name, masked_name(name)) if isinstance(value, str) else value


def forget_outbox(*, deliveries: Collection[UUID]) -> None:
    """Take these deliveries out of the files that stand for the ways out of the house in development."""
    wanted = {str(one) for one in deliveries}
    for path in (Path(settings.STATE) / "outbox").glob("*.jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if json.loads(line).get("reference") not in wanted]
        if len(kept) < len(lines):
            draft = path.with_suffix(".draft")
            draft.touch(mode=0o600)
            draft.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
            draft.replace(path)
