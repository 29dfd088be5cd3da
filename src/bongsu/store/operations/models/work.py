"""What keeps workers out of each other's way."""

from django.db import models

from bongsu.store.operations.models.organisation import Org


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
