"""Who is on duty when."""

from django.db import models

from bongsu.store.operations.models.organisation import Org


class RotaPattern(models.Model):
    """Somebody's weekly duty (crisis.rota.Pattern)."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="rota_patterns")
    person = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    weekdays = models.JSONField(default=list)
    starts = models.PositiveSmallIntegerField()  # minutes after local midnight
    ends = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    on_holidays = models.CharField(max_length=10, default="holds")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.person} {self.role}"


class RotaShift(models.Model):
    """One shift somebody wrote down, or a calendar brought (`origin`, `uid`)."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="rota_shifts")
    person = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    start = models.DateTimeField()
    end = models.DateTimeField()
    origin = models.CharField(max_length=80, blank=True)  # name of the calendar; "": by hand

    class Meta:
        ordering = ("start", "id")
        indexes = (models.Index(fields=("org", "end"), name="rota_shift_end"),)

    def __str__(self) -> str:
        return f"{self.person} {self.start}"


class RotaSwap(models.Model):
    """Who asked whom to stand in, and what came of it. Never deleted."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="rota_swaps")
    role = models.CharField(max_length=40)
    person = models.CharField(max_length=40)  # asked
    to = models.CharField(max_length=40)
    start = models.DateTimeField()
    end = models.DateTimeField()
    state = models.CharField(max_length=10, default="asked")  # asked, accepted, declined, withdrawn
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("org", "end"), name="rota_swap_end"),)

    def __str__(self) -> str:
        return f"{self.person} → {self.to} {self.start}"


class RotaLeave(models.Model):
    """Somebody is away. Why is nobody's business here."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="rota_leaves")
    person = models.CharField(max_length=40)
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        ordering = ("start", "id")
        indexes = (models.Index(fields=("org", "end"), name="rota_leave_end"),)

    def __str__(self) -> str:
        return f"{self.person} {self.start}"


class RotaFeed(models.Model):
    """A secret address under which calendars read the rota. Only its digest is kept: it is shown once."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="rota_feeds")
    person = models.CharField(max_length=40, blank=True)  # whose shifts; "": everybody's
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, hex
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("org", "person"), name="rota_feed_of"),)

    def __str__(self) -> str:
        return self.person or "*"


class ShiftHandover(models.Model):
    """What one person who comes on duty is told at a change of shift: one row for each, so it is told once."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="shift_handovers")
    role = models.CharField(max_length=40)
    person = models.CharField(max_length=40)  # who comes
    changed_at = models.DateTimeField()
    leaving = models.JSONField(default=list)  # keys of those relieved
    brief = models.JSONField(default=dict)  # crisis.rota.handover.Brief
    state = models.CharField(max_length=10, default="waiting")  # waiting, sent, on_screen, failed
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # null: nothing more to send
    lease_until = models.DateTimeField(null=True)  # real time
    problem = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("org", "role", "person", "changed_at"), name="handover_of_a_change"),
        )
        indexes = (models.Index(fields=("org", "next_at"), name="handover_work"),)

    def __str__(self) -> str:
        return f"{self.person} {self.changed_at}"
