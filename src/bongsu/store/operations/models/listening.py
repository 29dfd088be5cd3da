"""What is listened to, and whose words."""

from django.db import models

from bongsu.store.operations.models.organisation import Org


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
    kind = models.CharField(max_length=20)  # connector, or "intake" | "tickets" | "storm"
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
    #: When it usually speaks (sense.habit), learned in the organisation's time; the two moments are of that time too.
    habit = models.JSONField(default=dict)
    heard_at = models.DateTimeField(null=True)  # the last moment at which it brought something new
    watched_at = models.DateTimeField(null=True)  # the last moment at which we asked whether it is silent

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Silence(models.Model):
    """A source that was silent beyond its habit: from the last that was heard of it until it speaks again."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="silences")
    since = models.DateTimeField()  # the organisation's time, as are all of these
    noticed_at = models.DateTimeField()
    usual_s = models.PositiveIntegerField()  # seconds between two moments of news, usual at this time of the week
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source",), condition=models.Q(ended_at=None), name="one_silence"),
        )
        indexes = (models.Index(fields=("org", "ended_at"), name="silence_open"),)

    def __str__(self) -> str:
        return f"{self.source_id} since {self.since}"


class ServiceDay(models.Model):
    """Calls made to a service on one day, by all sources that share its limit (core.ports.Budget)."""

    purse = models.CharField(max_length=60)
    day = models.CharField(max_length=10)  # Asia/Seoul, ISO 8601
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("purse", "day"), name="service_day"),)

    def __str__(self) -> str:
        return f"{self.purse} {self.day}: {self.calls}"


class WatchMark(models.Model):
    """Somebody had a finding or a report of the Watch on their screen, or has it in hand.

    `finding` is its row: a finding's in the other file, a report's in this.
    """

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    of = models.CharField(max_length=8, default="finding")  # "finding" | "report"
    finding = models.BigIntegerField()
    person = models.CharField(max_length=40)  # person key
    kind = models.CharField(max_length=8)  # "seen" | "hand"
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)  # "hand": they let go, or another stepped in
    instead_of = models.CharField(max_length=40, blank=True, default="")  # "hand": for whom they stepped in

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("org", "of", "finding", "person"), condition=models.Q(kind="seen"), name="watch_seen_once"
            ),
            models.UniqueConstraint(
                fields=("org", "of", "finding"),
                condition=models.Q(kind="hand", released_at__isnull=True),
                name="watch_one_hand",
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding} {self.kind} {self.person}"


class StepInNotice(models.Model):
    """Whoever was stepped in for is told through their channels: one row for each time, written with it."""

    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    mark = models.OneToOneField(WatchMark, on_delete=models.CASCADE, related_name="notice")  # the new hand
    since = models.DateTimeField()  # from when the one before had it
    state = models.CharField(max_length=10, default="waiting")  # waiting, sent, on_screen, failed
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # null: nothing more to send
    lease_until = models.DateTimeField(null=True)  # real time
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("org", "next_at"), name="step_in_work"),)

    def __str__(self) -> str:
        return f"{self.mark_id} {self.state}"
