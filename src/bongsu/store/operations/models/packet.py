"""The emergency packet."""

from django.db import models

from bongsu.store.operations.models.organisation import Org, Person


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
