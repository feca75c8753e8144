"""Tables of joining. What is told in confidence lies sealed with the person's own key (`people.sealing`)."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.people.joining.types import (
    OPEN_APPLICATION,
    ApplicationChannel,
    ApplicationState,
    AskingState,
    CallWhen,
    MergeState,
    PaperKind,
    ProofState,
    SpecialState,
    TrainingHow,
    WishEnd,
    WishFor,
    WishState,
)
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Application(models.Model):
    """One person's way to becoming a volunteer, from the first answer to the last decision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="applications")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=ApplicationState.DRAFT)
    channel = models.CharField(max_length=4, default=ApplicationChannel.SELF)
    answers = models.JSONField(default=dict)
    """What is not told in confidence: skills, languages, reach, free times, what she would rather not do."""
    told_sealed = models.BinaryField(null=True)
    """Identity number and guardian, as JSON, sealed."""
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    declared_at = models.DateTimeField(null=True)
    health_declared_at = models.DateTimeField(null=True)
    entered_by = models.UUIDField(null=True)
    """Staff who wrote it for her; None when she wrote it herself."""
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    site_by = models.UUIDField(null=True)
    site_at = models.DateTimeField(null=True)
    city_by = models.UUIDField(null=True)
    city_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was returned or refused: she reads it."""
    insured_until = models.DateField(null=True)
    standard_version = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("state", ApplicationState, table="application"),
            one_of("channel", ApplicationChannel, table="application"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=[state.value for state in sorted(OPEN_APPLICATION)]),
                name="application_one_open",
            ),
            models.CheckConstraint(
                condition=Q(site_by=None) | Q(city_by=None) | ~Q(site_by=F("city_by")), name="application_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state", "submitted_at"], name="application_work_list"),
        ]

    def __str__(self) -> str:
        return f"application {self.id} ({self.state})"


class Paper(models.Model):
    """A photograph of a paper, drawn anew by us and sealed with the person's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12)
    picture_sealed = models.BinaryField(null=True)
    """The JPEG in base64; None once it was taken back."""
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)

    class Meta:
        constraints = [one_of("kind", PaperKind, table="paper")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Qualification(models.Model):
    """A skill that somebody certified, with the paper and how long it holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="qualifications")
    skill = models.CharField(max_length=20)
    valid_until = models.DateField(null=True)
    """None: it does not run out, or she does not know."""
    is_validity_known = models.BooleanField(default=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=ProofState.CLAIMED)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", ProofState, table="qualification"),
            models.UniqueConstraint(
                fields=["person", "skill"], condition=Q(removed_at=None), name="qualification_once_a_skill"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} ({self.state})"


class TrainingRecord(models.Model):
    """One course taken: what, when, in which version, with which result (a group of record of its own by the law)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="trainings")
    course = models.CharField(max_length=20)
    version = models.CharField(max_length=12)
    how = models.CharField(max_length=8)
    minutes = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(null=True)
    """Right answers; None where nothing was asked (a class)."""
    questions = models.PositiveSmallIntegerField(null=True)
    is_passed = models.BooleanField()
    taken_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        constraints = [one_of("how", TrainingHow, table="training")]
        indexes = [models.Index(fields=["person", "-recorded_at"], name="training_by_person")]

    def __str__(self) -> str:
        return f"{self.course} {self.version}"


class SpecialStatus(models.Model):
    """Helped without time of one's own: proposed by one, decided by another, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    elder = models.ForeignKey("people.Elder", on_delete=models.PROTECT, related_name="special_statuses")
    types = models.JSONField(default=list)
    """Codes of the Standard's special_beneficiary_types."""
    state = models.CharField(max_length=8, default=SpecialState.PROPOSED)
    basis = models.CharField(max_length=300)
    """What was seen: which paper, which visit."""
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was refused or ended."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", SpecialState, table="special_status"),
            models.UniqueConstraint(
                fields=["elder"],
                condition=Q(state__in=[SpecialState.PROPOSED.value, SpecialState.GRANTED.value]),
                name="special_status_one",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="special_status_two_people"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")), name="special_status_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"special {self.elder_id} ({self.state})"


class ProxyAsking(models.Model):
    """A relative asks to act for an old person. `elder` is None until the site knows who is meant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    relative = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="proxy_askings")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    elder = models.ForeignKey("people.Elder", on_delete=models.PROTECT, null=True, related_name="proxy_askings")
    said_sealed = models.BinaryField()
    """Whom she means, as she wrote it: name and telephone, sealed with her key."""
    kinship = models.CharField(max_length=16)
    powers = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=AskingState.WAITING)
    asked_at = models.DateTimeField()
    how = models.CharField(max_length=12, blank=True)
    """How the old person answered: card, self, call, desk."""
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("state", AskingState, table="proxy_asking")]
        indexes = [
            models.Index(fields=["site", "state", "asked_at"], name="proxy_asking_work_list"),
            models.Index(fields=["elder", "state"], name="proxy_asking_by_elder"),
        ]

    def __str__(self) -> str:
        return f"{self.relative_id} asks ({self.state})"


class RegisterWish(models.Model):
    """Somebody asks on a public page that an old person be registered. Once it is settled, no word of it is left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, null=True, related_name="+")
    """None: she does not know which community, and whoever takes telephone calls anywhere rings her."""
    asker = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """Who asked, if somebody was signed in."""
    for_whom = models.CharField(max_length=6)
    call_when = models.CharField(max_length=9)
    said_sealed = models.BinaryField(null=True)
    """Name, telephone, what is needed; sealed with a master key, as she has none of her own yet. None once settled."""
    state = models.CharField(max_length=10, default=WishState.WAITING)
    end = models.CharField(max_length=11, blank=True)
    elder = models.ForeignKey("people.Elder", on_delete=models.PROTECT, null=True, related_name="+")
    """Who was registered."""
    asked_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    """The clerk who rings; only she sees the whole number."""
    taken_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("for_whom", WishFor, table="register_wish"),
            one_of("call_when", CallWhen, table="register_wish"),
            one_of("state", WishState, table="register_wish"),
            one_of("end", WishEnd, table="register_wish", blank=True),
            models.CheckConstraint(
                condition=Q(state=WishState.WAITING.value) | Q(said_sealed=None),
                name="register_wish_settled_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state=WishState.CLOSED.value) ^ Q(end=""), name="register_wish_closed_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="register_wish_work_list")]

    def __str__(self) -> str:
        return f"wish {self.id} ({self.state})"


class Merge(models.Model):
    """Two entries of one human being: `gone` is closed, `kept` goes on, both histories stay."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=MergeState.PROPOSED)
    reason = models.CharField(max_length=300)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    moved = models.JSONField(default=dict)
    """What went over, by unit."""

    class Meta:
        constraints = [
            one_of("state", MergeState, table="merge"),
            models.UniqueConstraint(
                fields=["gone"], condition=~Q(state=MergeState.REFUSED.value), name="merge_gone_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_two_entries"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="merge_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id} ({self.state})"
