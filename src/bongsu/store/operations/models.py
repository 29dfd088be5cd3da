"""The operations' tables. Every row belongs to an organisation, and every query says which."""

from django.conf import settings
from django.db import models


class Org(models.Model):
    """A company. A demo is an organisation of its own, marked synthetic, with a clock of its own."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60, default="Asia/Seoul")
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    # What the organisation edits and signs. Frozen into each room that opens.
    levels = models.JSONField(default=list)
    charter = models.JSONField(default=dict)
    playbook = models.JSONField(default=list)
    formations = models.JSONField(default=list)
    holding = models.JSONField(default=dict)  # slot → prepared text
    statutory = models.JSONField(default=list)  # clocks that the law sets
    calling = models.JSONField(default=dict)  # how people are called (crisis.calling); what is missing is as it ships
    signed = models.JSONField(default=list)  # [{person, version, at}]
    packet = models.JSONField(default=dict)  # emergency packet: {"roles": […], "pace": [{step, where, who, how}]}
    setup = models.JSONField(default=dict)  # answers of the first-hour wizard, so that it can be resumed

    rota_stamp = models.CharField(max_length=16, blank=True)  # another one after every change of the rota; "": none

    # Its clock: `demo_at` was the time at real time `real_at`, and runs `speed` times as fast. speed 0: real time.
    clock_speed = models.PositiveIntegerField(default=0)
    clock_demo_at = models.DateTimeField(null=True)
    clock_real_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="people")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="person")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=80, blank=True)
    department = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    roles = models.JSONField(default=list)
    skills = models.JSONField(default=list)  # 영어, 방송 대응 …
    deputy = models.CharField(max_length=40, blank=True)
    on_duty = models.BooleanField(default=True)
    locale = models.CharField(max_length=8, default="ko")
    zone = models.CharField(max_length=60, default="Asia/Seoul")
    phone = models.TextField(blank=True)  # as a person dials it, encrypted (store.secrets)
    quiet = models.JSONField(default=dict)  # {"from": "23:00", "to": "07:00"} in their zone; {}: never
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("org", "key"), name="person_key"),)

    def __str__(self) -> str:
        return self.name


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


class HouseKey(models.Model):
    """A key of this installation, made on first use and shared by all its processes."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.TextField()  # encrypted

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="brands")
    name = models.CharField(max_length=80)
    words = models.JSONField(default=dict)  # {include, exclude, risk: {category: [word]}}

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("org", "name"), name="brand_name"),)

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """Where mentions come from: a feed we poll, an intake others post to, a file somebody gave us."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="sources")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, null=True)  # null: watch words of all brands decide
    kind = models.CharField(max_length=20)  # "rss" | "intake" | "storm"
    name = models.CharField(max_length=80)
    settings = models.JSONField(default=dict)
    secret = models.TextField(blank=True)  # encrypted
    enabled = models.BooleanField(default=True)
    cursor = models.JSONField(default=dict)
    next_poll_at = models.DateTimeField(null=True)  # real time
    lease_until = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)  # heartbeat: read without an error, new items or not
    last_item_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    refused_items = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


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


class Edit(models.Model):
    """Somebody changed what the organisation keeps in peacetime: a register or a document. Never changed again."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="edits")
    about = models.CharField(max_length=20)  # "touchpoints", "risks", "stakeholders", or a document ("levels" …)
    what = models.CharField(max_length=12)  # "added" | "changed" | "removed" | "brought_in"
    by = models.CharField(max_length=40)  # person key; "system": the command line
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)  # of a table brought in: {"added", "changed", "same"}

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("org", "about", "-id"), name="edit_about"),)

    def __str__(self) -> str:
        return f"{self.about} {self.what}"


class EditOf(models.Model):
    """What an edit changed of one entry. Deleted with the entry: who it was about is not kept by its history."""

    edit = models.ForeignKey(Edit, on_delete=models.CASCADE, related_name="entries")
    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    about = models.CharField(max_length=20)
    key = models.CharField(max_length=40, blank=True)  # of the entry; "": the document itself
    what = models.CharField(max_length=12)  # "added" | "changed"
    changes = models.JSONField(default=list)  # [[field, before, after], …]

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("org", "about", "key", "-id"), name="edit_of_entry"),)

    def __str__(self) -> str:
        return f"{self.about}/{self.key}"


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
    """How often executives and team meet in peacetime (정렬 회의), and when next."""

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


class Lease(models.Model):
    """A duty that one process holds at a time."""

    name = models.CharField(max_length=60, primary_key=True)
    holder = models.CharField(max_length=120)
    until = models.DateTimeField()  # real time

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class Once(models.Model):
    """Requests carried out, by their idempotency key: a double tap, a retry, a replayed form."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("org", "key"), name="once_key"),)

    def __str__(self) -> str:
        return self.key


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


class DemoReceived(models.Model):
    """What the demo's own receivers took in: the partner board and the phones. Synthetic organisations only."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)  # "board" | "phone"
    to = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class PacketPhrase(models.Model):
    """The passphrase that opens one person's emergency packets. Shown once; kept to encrypt the next."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="packet_phrase")
    number = models.PositiveIntegerField()  # another one after each rotation
    phrase = models.TextField()  # encrypted
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}/{self.number}"


class Packet(models.Model):
    """One emergency packet for one person. Only the newest keep their content."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="packets")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="packets")
    number = models.PositiveIntegerField()
    week = models.CharField(max_length=8)
    cause = models.CharField(max_length=10)  # crisis.packet.cause
    fingerprint = models.CharField(max_length=64)
    phrase = models.PositiveIntegerField()  # PacketPhrase.number it was asked for with
    at = models.DateTimeField()  # the organisation's time, as all below but the lease
    state = models.CharField(max_length=10, default="waiting")  # waiting, done, replaced
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)  # real time
    content = models.BinaryField(default=bytes)  # encrypted with the phrase
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of content, hex
    size = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, blank=True)  # "mail", "notice", "page"
    downloaded_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("person", "number"), name="packet_number"),)
        indexes = (models.Index(fields=("org", "state", "next_at"), name="packet_work"),)

    def __str__(self) -> str:
        return f"{self.person_id}/{self.number}"


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


class WatchMark(models.Model):
    """Somebody had a finding of the Watch on their screen, or has it in hand. `finding` is a row of the other file."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    finding = models.BigIntegerField()
    person = models.CharField(max_length=40)  # person key
    kind = models.CharField(max_length=8)  # "seen" | "hand"
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)  # "hand": they let go

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("org", "finding", "person"), condition=models.Q(kind="seen"), name="watch_seen_once"
            ),
            models.UniqueConstraint(
                fields=("org", "finding"),
                condition=models.Q(kind="hand", released_at__isnull=True),
                name="watch_one_hand",
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding} {self.kind} {self.person}"
