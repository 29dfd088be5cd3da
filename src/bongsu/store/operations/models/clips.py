"""What people keep before it is deleted, and what somebody without an account reports."""

from django.db import models

from bongsu.store.operations.models.listening import Brand
from bongsu.store.operations.models.organisation import Org
from bongsu.store.operations.models.rooms import Room


class Clip(models.Model):
    """One post. Never changed once it is kept; each time it is kept stands in its keepings."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE)
    identity = models.CharField(max_length=64)  # crisis.clips.Clipped.identity
    place = models.CharField(max_length=40)
    url = models.CharField(max_length=600, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    counted = models.BooleanField(default=False)  # it stands among the mentions too

    class Meta:
        constraints = (models.UniqueConstraint(fields=("org", "identity"), name="clip_once"),)
        indexes = (
            models.Index(fields=("org", "-id"), name="clip_latest"),
            models.Index(fields=("org",), condition=models.Q(counted=False), name="clip_uncounted"),
        )

    def __str__(self) -> str:
        return self.identity[:12]


class ClipKeeping(models.Model):
    """Somebody saw the post and kept it: a record in the organisation's chain."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="keepings")
    number = models.PositiveIntegerField()
    before = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=40)  # person key
    place = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    parts_sha256 = models.CharField(max_length=64)  # of its pictures together: the same person's same keeping is one
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("org", "number"), name="keeping_number"),
            models.UniqueConstraint(fields=("clip", "by", "parts_sha256"), name="keeping_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.by}"


class ReportLink(models.Model):
    """An address under which people without an account report. Its token is shown once; we keep its digest."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    touchpoint = models.CharField(max_length=40, blank=True)  # key of the touch-point; "": a general one
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, null=True)  # null: whoever reports says which
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    by = models.CharField(max_length=40)  # person key
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("org", "name"), condition=models.Q(revoked_at__isnull=True), name="report_link_name"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReportSending(models.Model):
    """Somebody sent a form. Kept for a day, for the limits only (store.public_reports)."""

    link = models.ForeignKey(ReportLink, on_delete=models.CASCADE, related_name="sendings")
    sender = models.CharField(max_length=32)  # keyed digest of the address, another one each day
    at = models.DateTimeField()  # real time

    class Meta:
        indexes = (models.Index(fields=("link", "at"), name="report_sending"),)

    def __str__(self) -> str:
        return f"{self.link_id} {self.at}"


class Report(models.Model):
    """Who told it and what became of it. Its words and files are a clip's, whose witness is the link."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    link = models.ForeignKey(ReportLink, on_delete=models.CASCADE, related_name="reports")
    clip = models.OneToOneField(Clip, on_delete=models.CASCADE, related_name="report")
    receipt = models.CharField(max_length=12)
    name = models.TextField(blank=True)  # of whoever reports; encrypted
    phone = models.TextField(blank=True)  # encrypted
    forget_at = models.DateTimeField(null=True)  # null: nothing personal is kept
    at = models.DateTimeField()
    once = models.CharField(max_length=64)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True)
    settled_by = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("org", "receipt"), name="report_receipt"),
            models.UniqueConstraint(fields=("link", "once"), name="report_once"),
        )
        indexes = (
            models.Index(fields=("org", "-at"), name="report_latest"),
            models.Index(fields=("org",), condition=models.Q(settled_at__isnull=True), name="report_waits"),
            models.Index(fields=("forget_at",), condition=models.Q(forget_at__isnull=False), name="report_forget"),
        )

    def __str__(self) -> str:
        return self.receipt


class EvidencePart(models.Model):
    """A picture of a clip, or a picture, video or recording of a report."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    keeping = models.ForeignKey(ClipKeeping, on_delete=models.CASCADE, related_name="parts")
    n = models.PositiveSmallIntegerField()  # from 1
    name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.n} {self.kind}"


class EvidencePiece(models.Model):
    """At most store.files.PIECE bytes of a picture."""

    part = models.ForeignKey(EvidencePart, on_delete=models.CASCADE, related_name="pieces")
    n = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ("n",)
        constraints = (models.UniqueConstraint(fields=("part", "n"), name="evidence_piece"),)

    def __str__(self) -> str:
        return f"{self.part_id}/{self.n}"
