"""Leave given beforehand: versions, signatures, what was taken back and what was spent."""

from django.db import models

from bongsu.store.operations.models.organisation import Org, Person
from bongsu.store.operations.models.rooms import Room


class CharterVersion(models.Model):
    """One version of charter and playbook on its way: draft → review → in force → past.

    What was signed never changes: a version is edited while it is a draft, and a signature covers a digest.
    """

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="charters")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10)  # "draft" | "review" | "in_force" | "past" | "dropped"
    charter = models.JSONField(default=dict)
    playbook = models.JSONField(default=list)
    by = models.CharField(max_length=40)  # who began it
    at = models.DateTimeField()
    from_at = models.DateTimeField(null=True)  # not in force before; null: as soon as all have signed
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stood = models.JSONField(default=dict)  # digests of what was in force beside it when it was signed; {}: not known

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("org", "number"), name="charter_number"),
            models.UniqueConstraint(
                fields=("org",), condition=models.Q(state__in=("draft", "review")), name="one_charter_on_its_way"
            ),
            models.UniqueConstraint(fields=("org",), condition=models.Q(state="in_force"), name="one_charter_in_force"),
        )

    def __str__(self) -> str:
        return f"{self.org_id}/{self.number} {self.state}"


class CharterSignature(models.Model):
    version = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="signatures")
    person = models.CharField(max_length=40)
    digest = models.CharField(max_length=80)  # of what was shown (store.signing)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "person", "digest"), name="charter_signature"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.person}"


class CharterRead(models.Model):
    """Somebody said that they have read a version that is in force."""

    version = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="readers")
    person = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "person"), name="charter_read"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.person}"


class Revocation(models.Model):
    """Leave that an executive took back. Lies over the charter in force until the next one takes its place."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    mandate = models.CharField(max_length=80)
    by = models.CharField(max_length=40)
    why = models.TextField()
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)  # when all executives signed a later charter

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("org", "mandate"), condition=models.Q(lifted_at=None), name="mandate_revoked_once"
            ),
        )

    def __str__(self) -> str:
        return self.mandate


class Guideline(models.Model):
    """What managers ask for in peace, by topic (대응 지침). Not signed: its owner keeps it up to date."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="guidelines")
    topic = models.CharField(max_length=80)
    text = models.TextField()
    category = models.CharField(max_length=40, blank=True)  # risk category it is for; empty: always
    owner = models.CharField(max_length=40, blank=True)  # person key
    review_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("topic", "id")
        constraints = (models.UniqueConstraint(fields=("org", "topic"), name="guideline_topic"),)

    def __str__(self) -> str:
        return self.topic


class DecisionLink(models.Model):
    """A link with which one executive decides one question, once, until it is due. The journal line `seq` asked."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    seq = models.PositiveIntegerField()
    key = models.CharField(max_length=20)  # crisis decision id within its room
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    until = models.DateTimeField()  # the organisation's time
    open = models.BooleanField(default=True)  # still to be sent
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # decided otherwise, or asked anew

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "seq"), name="decision_link_line"),)
        indexes = (models.Index(fields=("org", "open"), name="decision_link_work"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.key} {self.person_id}"


class Spending(models.Model):
    """Won given on one day under one mandate: follows the journals, and is what a cap for a day is held by."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)  # of the rooms: a drill's money is no money
    day = models.CharField(max_length=10)  # of the organisation, ISO 8601
    mandate = models.CharField(max_length=80, blank=True)  # empty: released by a chain
    won = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("org", "kind", "day", "mandate"), name="spending_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.mandate}: {self.won}"
