"""A room: its state, its journal and what hangs on its lines."""

from django.db import models

from bongsu.store.operations.models.listening import Brand
from bongsu.store.operations.models.organisation import Org, Person


class Room(models.Model):
    """Today's state of a room; the journal says how it came about."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="rooms")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10)  # "crisis" | "drill"; never changes
    title = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField()
    is_open = models.BooleanField()
    paused = models.BooleanField(default=False)  # while any open room is, no outlet of the organisation gets anything
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # crisis.clock.next_due
    led = models.BooleanField(default=False)  # it has its leader; else its opening was cut short
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)  # hash of the last line
    state = models.TextField(blank=True)  # crisis.room.Room as JSON, without its ground
    ground = models.TextField(blank=True)  # core.values.Ground as JSON, written once
    shape = models.CharField(max_length=16, blank=True)  # of the state: store.codec.shape

    class Meta:
        indexes = (
            models.Index(fields=("org", "is_open", "due_at"), name="room_due"),
            models.Index(fields=("org", "-opened_at"), name="room_recent"),
        )
        constraints = (
            # Two detectors, or a detector and a person, at once: one room a brand.
            models.UniqueConstraint(
                fields=("org", "brand"), condition=models.Q(is_open=True, kind="crisis"), name="one_open_room_a_brand"
            ),
        )

    def __str__(self) -> str:
        return self.title


class JournalLine(models.Model):
    """One line. `body` is the exact canonical bytes that `hash` covers; the other columns repeat it for queries."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="lines")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    type = models.CharField(max_length=40)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("room_id", "seq")
        constraints = (models.UniqueConstraint(fields=("room", "seq"), name="line_seq"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq} {self.type}"


class PersonalValue(models.Model):
    """The words behind a seal in the journal. Deleting the row shreds them: the seal stays, and says nothing."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    seq = models.PositiveIntegerField()
    by = models.CharField(max_length=40)  # who wrote the line, so that all of theirs can be shredded
    seal = models.CharField(max_length=80)
    value = models.TextField()
    salt = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "seal"), name="personal_seal"),)

    def __str__(self) -> str:
        return self.seal


class Call(models.Model):
    """Work for the calling loop: somebody to be reached until they answer."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    key = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    open = models.BooleanField(default=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "key"), name="call_key"),)
        indexes = (models.Index(fields=("open", "next_at"), name="call_work"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.key}"


class EstimateScore(models.Model):
    """One thing that somebody forecast, and what came of it. Only that person reads it; their leader in short."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    seq = models.PositiveIntegerField()  # the estimate's journal line
    what = models.CharField(max_length=10)  # crisis.assess.scoring.Asked.what
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)  # when to look for its outcome; null: scored, or waiting for news
    outcome = models.PositiveIntegerField(null=True)
    loss = models.FloatField(null=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "seq", "what"), name="score_once"),)
        indexes = (models.Index(fields=("org", "look_at"), name="score_due"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq} {self.what}"


class SituationReport(models.Model):
    """Where a room's situation report stands in its journal, by its number."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    remarks = models.JSONField(default=list)  # numbers of the lines that remark on it

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "number"), name="report_number"),)

    def __str__(self) -> str:
        return f"{self.room_id} report {self.number}"


class Appointment(models.Model):
    """When a room's review is held. One for each room; booking again moves it."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="appointment")
    on = models.DateTimeField()
    owner = models.CharField(max_length=40)  # person key

    class Meta:
        ordering = ("on",)

    def __str__(self) -> str:
        return f"{self.room_id} {self.on}"


class OpenPromise(models.Model):
    """A promise nobody has settled, also of a room that was stood down."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    key = models.CharField(max_length=20)
    owner = models.CharField(max_length=40)
    text = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()

    class Meta:
        ordering = ("due_at",)
        constraints = (models.UniqueConstraint(fields=("room", "key"), name="promise_key"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.key}"


class RoomFile(models.Model):
    """A file of a room. Its name and who added it are in the journal; its bytes are its chunks."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=100)
    complete = models.BooleanField()  # all its chunks are here; not once it is withdrawn

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "key"), name="file_key"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.key}"


class RoomFileChunk(models.Model):
    """At most store.files.PIECE bytes of a file: a download holds no more than one in memory."""

    file = models.ForeignKey(RoomFile, on_delete=models.CASCADE, related_name="chunks")
    n = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("file", "n"), name="file_chunk"),)

    def __str__(self) -> str:
        return f"{self.file_id}/{self.n}"


class Seen(models.Model):
    """Somebody had an item of a room on their screen. No line of the journal: it is nothing that happened."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    item = models.CharField(max_length=20)  # key of the decision, the task, the fact …
    person = models.CharField(max_length=40)  # person key
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "item", "person"), name="seen_once"),)

    def __str__(self) -> str:
        return f"{self.room_id}/{self.item} {self.person}"


class OfflineReport(models.Model):
    """A call, a visit, a raid, a broadcast, a letter that somebody told of on the Watch, in no room yet."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE)
    kind = models.CharField(max_length=12)  # crisis.assess.offline.KINDS
    happened_at = models.DateTimeField()
    what = models.TextField()  # encrypted, as `where`
    where = models.TextField(blank=True)
    people = models.PositiveIntegerField(default=0)
    taken_by = models.CharField(max_length=40)  # person keys
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    once = models.CharField(max_length=80)  # of the form that told it
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True)  # where it was brought in
    settled_by = models.CharField(max_length=40, blank=True)  # who brought it in, or found that it needs no room
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("org", "once"), name="offline_report_once"),)
        indexes = (models.Index(fields=("org", "-happened_at"), name="offline_report_latest"),)

    def __str__(self) -> str:
        return f"{self.brand_id} {self.kind}"
