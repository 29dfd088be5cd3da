"""What was prepared in peacetime: touch-points, risks, stakeholders."""

from django.db import models

from bongsu.store.operations.models.listening import Brand
from bongsu.store.operations.models.organisation import Org
from bongsu.store.operations.models.voice import Outlet


class TouchPoint(models.Model):
    """Where people meet the organisation, with the people who answer for it."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="touchpoints")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=160, blank=True)
    department = models.CharField(max_length=80, blank=True)
    owner = models.CharField(max_length=40, blank=True)  # person keys
    deputy = models.CharField(max_length=40, blank=True)
    key_holder = models.CharField(max_length=40, blank=True)
    outlet = models.ForeignKey(Outlet, on_delete=models.SET_NULL, null=True, related_name="touchpoints")
    brand = models.ForeignKey(Brand, on_delete=models.SET_NULL, null=True, related_name="touchpoints")
    url = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveIntegerField(default=0)
    proven_at = models.DateTimeField(null=True)
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ("department", "name", "id")
        constraints = (models.UniqueConstraint(fields=("org", "key"), name="touchpoint_key"),)

    def __str__(self) -> str:
        return self.name


class AccessProof(models.Model):
    """Somebody got in. The newest also stands at the touch-point (`proven_at`)."""

    touchpoint = models.ForeignKey(TouchPoint, on_delete=models.CASCADE, related_name="proofs")
    by = models.CharField(max_length=40)  # person key
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.touchpoint_id} {self.by}"


class Risk(models.Model):
    """What may go wrong, with its scenario and its prepared statement."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="risks")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=40, blank=True)  # person key
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    hurt = models.CharField(max_length=160, blank=True)
    words = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    brand = models.ForeignKey(Brand, on_delete=models.SET_NULL, null=True, related_name="risks")
    scenario = models.TextField(blank=True)
    slots = models.JSONField(default=dict)  # slot → prepared text
    reviewed_on = models.DateField(null=True)
    review_on = models.DateField(null=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("org", "key"), name="risk_key"),)

    def __str__(self) -> str:
        return self.name


class Stakeholder(models.Model):
    """Who will have a say. May be a living person: little is kept, and deleting the row forgets it."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="stakeholders")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    stance = models.CharField(max_length=12)  # crisis.foresight.STANCES
    categories = models.JSONField(default=list)
    channel = models.CharField(max_length=160, blank=True)
    owner = models.CharField(max_length=40, blank=True)  # person key: who speaks with them
    note = models.TextField(blank=True)
    reviewed_on = models.DateField(null=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("org", "key"), name="stakeholder_key"),)

    def __str__(self) -> str:
        return self.name
