"""The mentions' tables. Ids of organisations and brands are plain numbers here: this file stands alone."""

from django.db import models


class SeenKey(models.Model):
    """Every mention ever taken in, by the digest of (org, source, id): what makes repeats vanish."""

    key = models.BinaryField(primary_key=True, max_length=16)

    def __str__(self) -> str:
        return bytes(self.key).hex()


class InboxBatch(models.Model):
    """Mentions taken in and not yet worked: one row for each delivery of a source."""

    org = models.PositiveBigIntegerField()
    brand = models.PositiveBigIntegerField(null=True)
    received_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    body = models.BinaryField()  # MessagePack of core.values.Mention

    def __str__(self) -> str:
        return f"{self.count} for {self.org}"


class Mention(models.Model):
    org = models.PositiveBigIntegerField()
    brand = models.PositiveBigIntegerField()
    key = models.CharField(max_length=200)  # "source:id", what evidence names
    source = models.CharField(max_length=60)
    ts = models.DateTimeField()
    seen_at = models.DateTimeField()
    author = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    url = models.CharField(max_length=600, blank=True)
    flags = models.CharField(max_length=60, blank=True)
    matched = models.BooleanField()

    class Meta:
        indexes = (
            models.Index(fields=("brand", "ts"), name="mention_time"),
            models.Index(fields=("org", "key"), name="mention_key"),
        )

    def __str__(self) -> str:
        return self.key


class MinuteCount(models.Model):
    org = models.PositiveBigIntegerField()
    brand = models.PositiveBigIntegerField()
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("brand", "minute"), name="minute_of_brand"),)

    def __str__(self) -> str:
        return f"{self.brand} {self.minute} {self.count}"


class Claim(models.Model):
    org = models.PositiveBigIntegerField()
    brand = models.PositiveBigIntegerField()
    key = models.CharField(max_length=40)
    text = models.TextField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    size = models.PositiveIntegerField()
    authors = models.PositiveIntegerField()
    copies = models.PositiveIntegerField()
    first_mention = models.CharField(max_length=200)
    evidence = models.JSONField(default=list)
    category = models.CharField(max_length=40, blank=True)
    memory = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("brand", "key"), name="claim_key"),)
        indexes = (models.Index(fields=("brand", "-last_at"), name="claim_recent"),)

    def __str__(self) -> str:
        return self.text[:60]


class BrandState(models.Model):
    """What analysis remembers of a brand, saved in the transaction that stores the batch it learned from."""

    brand = models.PositiveBigIntegerField(primary_key=True)
    org = models.PositiveBigIntegerField()
    state = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.brand)


class Foretold(models.Model):
    """What comes of a brand from a full hour on, as it was told last; empty while too little is known of it."""

    brand = models.PositiveBigIntegerField(primary_key=True)
    org = models.PositiveBigIntegerField()
    hour = models.DateTimeField()
    coming = models.JSONField(default=list)  # core.ports.Ahead as [hours, mean, quantiles]

    class Meta:
        indexes = (models.Index(fields=("org",), name="foretold_of_org"),)

    def __str__(self) -> str:
        return f"{self.brand} {self.hour}"


class FindingOut(models.Model):
    """Findings on their way to rooms: an outbox across the two files, crossed by an idempotent key."""

    org = models.PositiveBigIntegerField()
    brand = models.PositiveBigIntegerField()
    key = models.CharField(max_length=200)
    at = models.DateTimeField()
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    body = models.TextField()  # core.values.Finding as JSON
    done = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("org", "key"), name="finding_key"),)
        indexes = (
            models.Index(fields=("org", "done", "id"), name="finding_waiting"),
            models.Index(fields=("brand", "-at"), name="finding_recent"),
        )

    def __str__(self) -> str:
        return self.key


class SourceCursor(models.Model):
    """How far a source was read, saved in the transaction that stores what it gave (core.ports.CursorAt)."""

    source = models.PositiveBigIntegerField(primary_key=True)
    value = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.source)
