"""Persons, and what they are to the scheme: an old person, a volunteer, a relative who acts for someone.

Identity number, telephone, address and health notes are sealed with the person's own key (`platform.crypto`) and found
by keyed indexes; destroying `data_key` makes them unreadable for ever while postings stay.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nuanliu.domain.network.models import Node
from nuanliu.domain.people.types import (
    ConsentHow,
    ConsentPurpose,
    Correctable,
    CorrectionState,
    CreditChoice,
    KinProof,
    Kinship,
    RosterWork,
    Sex,
    ToldBy,
    VolunteerState,
)
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Person(models.Model):
    """A human being. Has the id of the sign-in account, whether or not it is ever signed in with."""

    login = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, db_column="id", related_name="person"
    )
    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=200)
    """Search keys, space-separated: initials and full spelling in every reading."""
    sex = models.CharField(max_length=1, default=Sex.UNKNOWN)
    birth_date = models.DateField(null=True)
    ethnicity = models.CharField(max_length=2, blank=True)
    political_status = models.CharField(max_length=2, blank=True)
    home_site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="residents")
    branch = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="members")
    street = models.CharField(max_length=60, blank=True)
    """Road or estate without house number: what a clerk may search by."""
    data_key = models.BinaryField(null=True)
    identity_sealed = models.BinaryField(null=True)
    identity_index = models.BinaryField(max_length=16, null=True, unique=True)
    identity_tail_index = models.BinaryField(max_length=16, null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=16, null=True)
    address_sealed = models.BinaryField(null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    registered_at = models.DateTimeField()
    died_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    """The entry that goes on, where this one was a second entry of the same human being."""

    class Meta:
        constraints = [one_of("sex", Sex, table="person")]
        indexes = [
            models.Index(fields=["phone_index"], name="person_by_phone"),
            models.Index(fields=["identity_tail_index"], name="person_by_identity_tail"),
            models.Index(fields=["home_site", "name"], name="person_by_site_and_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Elder(models.Model):
    """A person whom others help."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="elder")
    circumstances = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    has_phone = models.BooleanField(default=True)
    floor_and_stairs = models.CharField(max_length=60, blank=True)
    helper_note_sealed = models.BinaryField(null=True)
    """What a helper should know (health, door, hearing): sealed."""
    emergency_sealed = models.BinaryField(null=True)
    """Emergency contacts, one a line, name and telephone: sealed."""
    door_code_sealed = models.BinaryField(null=True)
    """How to come in at the gate and the stairs: sealed."""
    pets = models.CharField(max_length=60, blank=True)
    unknown = models.JSONField(default=list)
    """Questions that were asked and answered with 不知道, by the name of the field."""
    told_by = models.CharField(max_length=10, blank=True)
    """Where the entry comes from (`ToldBy`); empty for a roster."""
    regular_helper = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="regular_for")
    is_special = models.BooleanField(default=False)
    special_since = models.DateField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("told_by", ToldBy, table="elder", blank=True)]

    def __str__(self) -> str:
        return f"elder {self.pk}"


class Volunteer(models.Model):
    """A person who helps."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="volunteer")
    number = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=10, default=VolunteerState.APPLYING)
    joined_on = models.DateField()
    skills = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    rather_not = models.JSONField(default=list)
    """What she would rather not be asked for (`joining.types.RatherNot`)."""
    reach_metres = models.PositiveIntegerField(default=3000)
    default_choice = models.CharField(max_length=4, blank=True)
    trained_on = models.DateField(null=True)
    insured_until = models.DateField(null=True)
    declared_on = models.DateField(null=True)
    health_declared_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("state", VolunteerState, table="volunteer"),
            one_of("default_choice", CreditChoice, table="volunteer", blank=True),
        ]

    def __str__(self) -> str:
        return self.number


class FreeTime(models.Model):
    """A weekly span in which a volunteer can be asked; minutes after midnight, Monday = 1."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="free_times")
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="free_time_weekday"),
            models.CheckConstraint(
                condition=Q(to_minute__gt=F("from_minute"), to_minute__lte=1440), name="free_time_span"
            ),
            models.UniqueConstraint(fields=["volunteer", "weekday", "from_minute"], name="free_time_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.from_minute}-{self.to_minute}"


class Relation(models.Model):
    """`relative` is the `kinship` of `person`; stored in both directions, so one look answers "are they kin"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kinship = models.CharField(max_length=16)
    recorded_at = models.DateTimeField()
    proof = models.CharField(max_length=12, blank=True)
    """The paper that was seen; empty as long as the relation is only somebody's word."""
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("kinship", Kinship, table="relation"),
            one_of("proof", KinProof, table="relation", blank=True),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, proof="") | (Q(confirmed_at__isnull=False) & ~Q(proof="")),
                name="relation_confirmed_by_paper",
            ),
            models.UniqueConstraint(fields=["person", "relative"], name="relation_once"),
            models.CheckConstraint(condition=~Q(person=F("relative")), name="relation_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.relative_id} is {self.kinship} of {self.person_id}"


class Proxy(models.Model):
    """A relative may act for an old person who agreed, in the powers named, until withdrawn."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    elder = models.ForeignKey(Elder, on_delete=models.PROTECT, related_name="proxies")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acts_for")
    powers = models.JSONField(default=list)
    how = models.CharField(max_length=40)
    agreed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["elder", "relative"], condition=Q(withdrawn_at=None), name="proxy_once_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relative_id} for {self.elder_id}"


class ConsentText(models.Model):
    """A text as it was shown when somebody first agreed to it, kept for ever; its key is its fingerprint."""

    fingerprint = models.CharField(primary_key=True, max_length=64)
    purpose = models.CharField(max_length=16)
    version = models.CharField(max_length=16)
    parts = models.JSONField()
    """By language and part: what is done, who sees it, how long it is kept, what happens without it."""

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(models.Model):
    """One agreement to one purpose in one version of its text; taken back by filling in the end of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8)
    given_by = models.UUIDField(null=True)
    """Who pressed the button: she herself, or the clerk to whom she said it."""
    given_at = models.DateTimeField()
    withdrawn_how = models.CharField(max_length=8, blank=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("purpose", ConsentPurpose, table="consent"),
            one_of("how", ConsentHow, table="consent"),
            one_of("withdrawn_how", ConsentHow, table="consent", blank=True),
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="consent_once_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.person_id}"


class PinCard(models.Model):
    """The card with which an old person signs in at a shared tablet: a number, and a PIN kept as a hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pin_cards")
    number = models.CharField(max_length=12, unique=True)
    pin_hash = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(voided_at=None), name="pin_card_one_in_force"),
        ]

    def __str__(self) -> str:
        return self.number


class Correction(models.Model):
    """Somebody says that a fact kept of her is wrong; the desk of her site decides, and says why not if not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=12)
    wanted_sealed = models.BinaryField(null=True)
    """What it should be, in her words: sealed with her key."""
    state = models.CharField(max_length=8, default=CorrectionState.ASKED)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("what", Correctable, table="correction"),
            one_of("state", CorrectionState, table="correction"),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.ASKED.value) | Q(decided_at__isnull=False),
                name="correction_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")), name="correction_not_by_herself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.person_id}: {self.state}"


class Closing(models.Model):
    """Somebody wants her account closed: on `due_at` she is forgotten, unless she has taken it back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="closings")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_back_by = models.UUIDField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(taken_back_at=None, done_at=None), name="closing_one_under_way"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(done_at=None), name="closing_taken_back_or_done"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="closing_due", condition=Q(taken_back_at=None, done_at=None))]

    def __str__(self) -> str:
        return f"closing of {self.person_id}"


class RosterUpload(models.Model):
    """A workbook someone handed in: its rows, the verdict on each, and whether it has been committed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    rows_sealed = models.BinaryField()
    """The typed rows, sealed: they hold identity numbers until committed or thrown away."""
    file_sealed = models.BinaryField(null=True)
    """A large workbook that still waits to be read, sealed."""
    under_way = models.CharField(max_length=8, blank=True)
    """What the task worker is doing with it; empty when nothing."""
    rows_done = models.PositiveIntegerField(default=0)
    """How far that has come."""
    trouble = models.CharField(max_length=40, blank=True)
    """Code of the refusal with which the last work on it ended."""
    verdicts = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    error_count = models.PositiveIntegerField()
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints = [one_of("under_way", RosterWork, table="roster", blank=True)]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_name}"


from nuanliu.domain.people.joining import models as _joining  # noqa: E402, F401 (the tables of joining belong to this app)
