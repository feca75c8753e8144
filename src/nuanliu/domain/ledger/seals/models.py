"""Tables of the evidence. Written by the sealer and by nobody else, never changed; only this package reads them."""

from django.db import models
from django.db.models import Q

from nuanliu.platform.db import one_of
from nuanliu.platform.digests import Profile


class Leaf(models.Model):
    """One line of a site's log: which row of the journal stands there, and its digest."""

    pk = models.CompositePrimaryKey("site_id", "position")
    site_id = models.UUIDField()
    position = models.BigIntegerField()
    """From 0, without gap."""
    subject = models.UUIDField()
    """The transfer's id; of a term the account's."""
    number = models.PositiveIntegerField()
    """The term's number; 0 for a transfer."""
    digest = models.BinaryField(max_length=32)
    code = models.BigIntegerField(null=True)
    """The number of the line's printed code; terms have none."""

    class Meta:
        app_label = "ledger"
        constraints = [
            models.UniqueConstraint(fields=["site_id", "subject", "number"], name="leaf_once_a_row"),
            models.CheckConstraint(condition=Q(position__gte=0), name="leaf_position_not_negative"),
        ]
        indexes = [models.Index(fields=["code"], name="leaf_by_code", condition=Q(code__isnull=False))]

    def __str__(self) -> str:
        return f"{self.site_id} [{self.position}] {self.subject}"


class Node(models.Model):
    """The digest of a full subtree of 256^level leaves: what keeps proofs and sealing from reading the whole log."""

    pk = models.CompositePrimaryKey("site_id", "level", "position")
    site_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        app_label = "ledger"
        constraints = [models.CheckConstraint(condition=Q(level__gte=1), name="node_level_positive")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.level}/{self.position}"


class Block(models.Model):
    """One signed head of a site's log. The columns are those of `heads.BlockHead`."""

    pk = models.CompositePrimaryKey("site_id", "number")
    site_id = models.UUIDField()
    number = models.BigIntegerField()
    profile = models.CharField(max_length=8)
    previous = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    count = models.BigIntegerField()
    moved_time = models.BigIntegerField()
    moved_coin = models.BigIntegerField()
    moved_honour = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    watermark = models.BigIntegerField()
    system = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    algorithm = models.CharField(max_length=16)
    key_id = models.CharField(max_length=16)

    class Meta:
        app_label = "ledger"
        constraints = [
            models.UniqueConstraint(fields=["site_id", "size"], name="block_once_a_size"),
            models.CheckConstraint(condition=Q(number__gte=1, count__gte=1), name="block_not_empty"),
            one_of("profile", Profile, table="block"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} block {self.number}: {self.size} lines"


class Anchor(models.Model):
    """One signed head of the whole city. The columns are those of `heads.AnchorHead`."""

    number = models.BigIntegerField(primary_key=True)
    profile = models.CharField(max_length=8)
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    sites = models.IntegerField()
    lines = models.BigIntegerField()
    anchored_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    algorithm = models.CharField(max_length=16)
    key_id = models.CharField(max_length=16)

    class Meta:
        app_label = "ledger"
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="anchor_number_positive"),
            one_of("profile", Profile, table="anchor"),
        ]

    def __str__(self) -> str:
        return f"anchor {self.number}: {self.sites} sites, {self.lines} lines"


class AnchorSite(models.Model):
    """Which block of a site an anchor holds: the newest there was."""

    pk = models.CompositePrimaryKey("anchor", "site_id")
    anchor = models.BigIntegerField()
    site_id = models.UUIDField()
    block = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        app_label = "ledger"
        indexes = [models.Index(fields=["site_id", "block"], name="anchor_site_by_block")]

    def __str__(self) -> str:
        return f"anchor {self.anchor}: {self.site_id} at {self.block}"
