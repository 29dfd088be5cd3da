"""How people are reached, and who hears along."""

from django.db import models

from bongsu.store.operations.models.organisation import Org, Person
from bongsu.store.operations.models.rooms import Room


class Gateway(models.Model):
    """A service of the organisation that carries SMS, 알림톡 or voice: an HTTP request made from a template."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="gateways")
    kind = models.CharField(max_length=12)  # "sms" | "alimtalk" | "voice"
    name = models.CharField(max_length=80)
    settings = models.TextField(blank=True)  # JSON (connectors.gateway), encrypted
    enabled = models.BooleanField(default=True)
    proven_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("org", "kind", "name"), name="gateway_name"),)

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """One way to reach a person. They are tried in the order of `place`, and then from the first again."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels")
    place = models.PositiveSmallIntegerField()  # from 1
    kind = models.CharField(max_length=12)  # crisis.convene.reach.KINDS
    address = models.TextField(blank=True)  # encrypted; what it is depends on the kind
    gateway = models.ForeignKey(Gateway, on_delete=models.SET_NULL, null=True, related_name="channels")
    enabled = models.BooleanField(default=True)
    hours = models.JSONField(default=dict)  # {"from": "09:00", "to": "18:00", "days": [0, …, 6]}; {}: always
    proven_at = models.DateTimeField(null=True)  # when a test last went out
    problem = models.CharField(max_length=300, blank=True)  # what the last try said; "": it went out

    class Meta:
        ordering = ("person_id", "place", "id")

    def __str__(self) -> str:
        return f"{self.person_id}/{self.place} {self.kind}"


class PushDevice(models.Model):
    """A browser that shows web push: all devices of a person are one channel and ring together."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the endpoint: a browser subscribes once
    subscription = models.TextField()  # {endpoint, keys: {p256dh, auth}}, encrypted
    label = models.CharField(max_length=80, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.label


class Mirror(models.Model):
    """Where the journals of rooms are shown as well: a chat, a mailbox. It never slows a room."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="mirrors")
    kind = models.CharField(max_length=12)  # connector: "slack" | "teams" | "matrix" | "mail"
    name = models.CharField(max_length=80)
    settings = models.TextField(blank=True)  # JSON, encrypted
    room_kinds = models.JSONField(default=list)  # ["crisis"], ["crisis", "drill"]
    min_level = models.PositiveSmallIntegerField(default=3)
    verbs = models.JSONField(default=list)  # kinds of lines; []: all
    personal = models.BooleanField(default=False)  # whether words that may describe living people are sent
    locale = models.CharField(max_length=8, default="ko")
    enabled = models.BooleanField(default=True)
    added_at = models.DateTimeField()  # real time, as all below
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=300, blank=True)
    last_ok_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("org", "kind", "name"), name="mirror_name"),)

    def __str__(self) -> str:
        return self.name


class MirrorCursor(models.Model):
    """The last line of a room that a mirror has taken, and the last of the message under way."""

    mirror = models.ForeignKey(Mirror, on_delete=models.CASCADE, related_name="cursors")
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    seq = models.PositiveIntegerField()
    upto = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("mirror", "room"), name="mirror_room"),)

    def __str__(self) -> str:
        return f"{self.mirror_id}/{self.room_id} at {self.seq}"


class Notice(models.Model):
    """Work for the noticing loop: a text to one person, on their screen while `open`, and by a channel besides."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)  # store.notices.KINDS
    ref = models.CharField(max_length=20)  # of the order, the flash, the promise …
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    open = models.BooleanField(default=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # null: no channel is tried any more
    sent_at = models.DateTimeField(null=True)  # when a channel first took it
    problem = models.CharField(max_length=300, blank=True)
    lease_until = models.DateTimeField(null=True)  # real time

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "kind", "ref", "person"), name="notice_key"),)
        indexes = (
            models.Index(fields=("open", "next_at"), name="notice_work"),
            models.Index(fields=("person", "open"), name="notice_screen"),
        )

    def __str__(self) -> str:
        return f"{self.room_id}/{self.kind}/{self.ref}"
