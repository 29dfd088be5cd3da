"""What executives share with the team, and what the team asks them."""

from django.db import models

from bongsu.store.operations.models.listening import Brand
from bongsu.store.operations.models.organisation import Org
from bongsu.store.operations.models.rooms import Room


class Information(models.Model):
    """What executives share: a standing brief, an event to come, a fact under embargo. Its words lie in versions."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="information")
    kind = models.CharField(max_length=10)  # crisis.information.KINDS
    owner = models.CharField(max_length=40)  # person key
    roles = models.JSONField(default=list)  # who may know
    people = models.JSONField(default=list)
    must_read = models.BooleanField(default=False)
    brand = models.ForeignKey(Brand, on_delete=models.SET_NULL, null=True)
    from_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    happens_at = models.DateTimeField(null=True)
    lead_days = models.PositiveIntegerField(default=0)
    end = models.CharField(max_length=10, blank=True)
    review_on = models.DateField(null=True)
    number = models.PositiveIntegerField(default=1)  # the version that stands
    gone_at = models.DateTimeField(null=True)  # put away, or erased when its embargo ended

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("org", "gone_at"), name="information_open"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class InformationVersion(models.Model):
    """Words as they stood: title, text, watch words, categories, key phrases, sealed together (store.secrets)."""

    item = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("item", "number"), name="information_version"),)

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}"


class InformationRead(models.Model):
    """Who has read what: a receipt once for each version (`read`), a fact's every opening (`opened`)."""

    item = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="reads")
    number = models.PositiveIntegerField()
    person = models.CharField(max_length=40)
    way = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("item", "number", "person"), condition=models.Q(way="read"), name="information_read_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number} {self.person}"


class AlignmentPlan(models.Model):
    """How often executives and team meet in peacetime (경영진 정례 회의), and when next."""

    org = models.OneToOneField(Org, on_delete=models.CASCADE, related_name="alignment")
    every_days = models.PositiveIntegerField()
    since = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    attendees = models.JSONField(default=list)  # person keys

    def __str__(self) -> str:
        return f"every {self.every_days} days"


class AlignmentMeeting(models.Model):
    """One that was held."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="alignments")
    at = models.DateTimeField()
    attendees = models.JSONField(default=list)
    notes = models.TextField(blank=True)  # sealed (store.secrets)
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class ExecutiveQuestion(models.Model):
    """A question the team put to an executive, on a clock. In a room the journal leads and this row follows."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="questions")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True)
    key = models.CharField(max_length=20, blank=True)  # id within its room
    text = models.TextField()  # sealed (store.secrets)
    answer = models.TextField(blank=True)  # sealed
    by = models.CharField(max_length=40)
    first = models.CharField(max_length=40)  # who was asked
    person = models.CharField(max_length=40)  # who has it now
    role = models.CharField(max_length=40, blank=True)
    minutes = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)  # to the deputy
    late_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)  # with its room
    open = models.BooleanField(default=True)  # still to be sent to `person`
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=20, blank=True)  # kind of channel that took it
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("room", "key"), condition=~models.Q(room=None), name="question_of_room"),
        )
        indexes = (models.Index(fields=("org", "answered_at"), name="question_work"),)

    def __str__(self) -> str:
        return f"{self.pk} to {self.person}"
