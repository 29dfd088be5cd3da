"""The company and its people."""

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


class HouseKey(models.Model):
    """A key of this installation, made on first use and shared by all its processes."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.TextField()  # encrypted

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
    row = models.BigIntegerField(null=True)  # "removed": the number of the row that was, which names nobody

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
