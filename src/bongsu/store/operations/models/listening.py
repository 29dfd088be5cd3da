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
