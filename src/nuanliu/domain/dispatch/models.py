"""Runs, the needs they looked at, and the visits they propose. What hangs on a site carries it in the primary key."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.dispatch.types import ChosenState, Failure, Reason, RunState
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Run(models.Model):
    """One week of one place, proposed once. Points are whole hundredths, the gap millionths."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """A site, a town, a county or the city: needs and helpers of everything below it."""
    week = models.DateField()
    """Its Monday."""
    seed = models.PositiveIntegerField(default=0)
    weights = models.JSONField(default=dict)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, default=RunState.WAITING)
    failure = models.CharField(max_length=8, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    """The run that this one proposes anew."""
    marks = models.JSONField(default=list)
    """What people want otherwise: [["pin" or "ban", need, helper], ...]."""
    changes = models.PositiveIntegerField(default=0)
    """Marks made since it was proposed: it has to be proposed anew before it is confirmed."""
    needs = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    helpers = models.PositiveIntegerField(default=0)
    asked_already = models.PositiveIntegerField(default=0)
    """Needs left alone because somebody is being asked for them."""
    worth = models.BigIntegerField(default=0)
    """What the whole week is worth without points for keeping what was said: two runs can be compared by it."""
    value = models.BigIntegerField(default=0)
    bound = models.BigIntegerField(default=0)
    gap = models.PositiveIntegerField(default=0)
    was_cut = models.BooleanField(default=False)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", RunState, table="run"),
            one_of("failure", Failure, table="run", blank=True),
            models.CheckConstraint(
                condition=~Q(state=RunState.FAILED.value) | ~Q(failure=""), name="run_failed_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["scope", "-asked_at"], name="run_by_scope"),
            models.Index(fields=["state", "touched_at"], name="run_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.week} ({self.state})"


class RunNeed(models.Model):
    """One need of a run: why nobody goes, what one helper more would be worth, who else was looked at."""

    pk = models.CompositePrimaryKey("site_id", "run_id", "need_id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="looked_at")
    need_id = models.UUIDField()
    need = within_site("care.Need", "need_id", "+")
    starts_at = models.DateTimeField()
    reason = models.CharField(max_length=10, blank=True)
    """Empty: somebody goes."""
    price = models.IntegerField(default=0)
    others = models.JSONField(default=list)
    """[helper, code, need she is with instead or null], the nearest who do not go."""

    class Meta:
        constraints = [one_of("reason", Reason, table="run_need", blank=True)]
        indexes = [models.Index(fields=["run", "starts_at"], name="run_need_by_time")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.reason}"


class RunVisit(models.Model):
    """Who is proposed for a need, with the parts of what it is worth."""

    pk = models.CompositePrimaryKey("site_id", "run_id", "need_id", "volunteer_id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="visits")
    need_id = models.UUIDField()
    need = within_site("care.Need", "need_id", "+")
    volunteer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    metres = models.PositiveIntegerField(null=True)
    """From door to door in a straight line; None if either is not known or she does not want it used."""
    parts = models.JSONField(default=list)
    """[code, hundredths of points], as they were when it was proposed."""
    state = models.CharField(max_length=10, default=ChosenState.PROPOSED)
    wave = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [one_of("state", ChosenState, table="run_visit")]
        indexes = [
            models.Index(fields=["run", "starts_at"], name="run_visit_by_time"),
            models.Index(fields=["run", "volunteer"], name="run_visit_by_helper"),
            models.Index(fields=["state"], name="run_visit_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} to {self.need_id} ({self.state})"


class Acceptance(models.Model):
    """How likely a helper says yes when she is asked, in thousandths: for the proposal, never for her file."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    chance = models.PositiveSmallIntegerField()
    asked = models.PositiveIntegerField()
    learned_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(chance__lte=1000), name="acceptance_within_one")]

    def __str__(self) -> str:
        return str(self.person_id)
