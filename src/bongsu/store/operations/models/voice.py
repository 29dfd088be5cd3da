"""Where the company speaks, and what went out."""

from django.db import models

from bongsu.store.operations.models.organisation import Org
from bongsu.store.operations.models.rooms import Room


class Outlet(models.Model):
    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="outlets")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)  # connector
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=160, blank=True)
    owner = models.CharField(max_length=40, blank=True)  # person key
    deputy = models.CharField(max_length=40, blank=True)
    settings = models.TextField(blank=True)  # JSON, encrypted
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("org", "key"), name="outlet_key"),)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """Work for the speaking loop: one row for each delivery of the journal."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    key = models.CharField(max_length=20)  # crisis delivery id within its room
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT)
    statement = models.CharField(max_length=20)
    state = models.CharField(max_length=10)  # crisis.room.Delivery.state
    not_before = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)  # real time

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "key"), name="delivery_key"),)
        indexes = (models.Index(fields=("state", "not_before"), name="delivery_work"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.key}"


class NewsroomPost(models.Model):
    """What the public reads at /newsroom/. One row for each statement delivered there; `key` makes it once."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="newsroom")
    key = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField()
    published_at = models.DateTimeField()
    next_update_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("org", "key"), name="newsroom_key"),
            models.UniqueConstraint(fields=("org", "slug"), name="newsroom_slug"),
        )

    def __str__(self) -> str:
        return self.title
