"""What a line of the catalogue says: the same columns for the service as it stands and for each of its versions."""

from django.db import models


class Terms(models.Model):
    """Minutes are the default and the most that one need may ask for."""

    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    group = models.CharField(max_length=20)
    five_help = models.CharField(max_length=8, blank=True)
    default_minutes = models.PositiveSmallIntegerField()
    max_minutes = models.PositiveSmallIntegerField()
    risk = models.CharField(max_length=4)
    skill = models.CharField(max_length=20, blank=True)
    """Qualification or training the helper must have; empty if none."""
    evidence = models.CharField(max_length=20, blank=True)
    """What the certifier must see; empty if nothing besides the visit itself."""
    helpers = models.PositiveSmallIntegerField(default=1)
    icon = models.CharField(max_length=20)
    plain_words = models.CharField(max_length=40)
    """How an old person would say it."""
    bring = models.CharField(max_length=200, blank=True)
    never = models.CharField(max_length=200, blank=True)
    safety = models.CharField(max_length=400, blank=True)
    """The safety card: what the helper keeps in mind, a sentence a line."""
    is_offered = models.BooleanField(default=True)

    class Meta:
        abstract = True

    @property
    def safety_lines(self) -> list[str]:
        """The safety card, sentence by sentence."""
        return [line.strip() for line in self.safety.splitlines() if line.strip()]


TERMS: tuple[str, ...] = tuple(field.name for field in Terms._meta.local_fields)
"""The columns, in the order in which they are shown."""
