"""The organisation's gateways for SMS, 알림톡 and voice; their settings hold keys and lie sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.core.ports import CallChannel
from bongsu.store import codec, secrets
from bongsu.store.operations.models import Gateway

#: What never leaves the store but for a request.
SECRET = ("secret",)


@dataclass(frozen=True, slots=True)
class GatewayView:
    id: int
    kind: str
    name: str
    enabled: bool
    proven_at: datetime | None
    problem: str
    settings: Mapping[str, str]  # without secrets
    has_secret: bool


def gateways(org: int) -> tuple[GatewayView, ...]:
    return tuple(_view(row) for row in Gateway.objects.filter(org_id=org))


def _view(row: Gateway) -> GatewayView:
    plain = _plain(row)
    shown = {name: value for name, value in plain.items() if name not in SECRET}
    secret = bool(plain.get("secret"))
    return GatewayView(row.pk, row.kind, row.name, row.enabled, row.proven_at, row.problem, shown, secret)


def _plain(row: Gateway) -> dict[str, str]:
    return dict(codec.from_json(secrets.open_(row.settings), dict[str, str])) if row.settings else {}


def _row(org: int, gateway: int) -> Gateway:
    found = Gateway.objects.filter(org_id=org, pk=gateway).first()
    if found is None:
        raise NoSuchThing(what="gateway", key=gateway)
    return found


def keep(org: int, gateway: int | None, *, kind: str, name: str, settings: Mapping[str, str]) -> int:
    """A new gateway, or the one changed; an empty secret stays. Raises NoSuchThing, AlreadyDone: the name is taken."""
    try:
        with transaction.atomic():
            row = _row(org, gateway) if gateway is not None else Gateway(org_id=org, kind=kind)
            before = _plain(row)
            merged = {**settings, **{n: settings.get(n) or before.get(n, "") for n in SECRET}}
            row.name, row.settings = name, secrets.seal(json.dumps(merged, ensure_ascii=False))
            row.proven_at, row.problem = None, ""
            row.save()
    except IntegrityError as problem:
        raise AlreadyDone(what="gateway") from problem
    return int(row.pk)


def switch(org: int, gateway: int, *, enabled: bool) -> None:
    row = _row(org, gateway)
    Gateway.objects.filter(pk=row.pk).update(enabled=enabled)


def for_trial(org: int, gateway: int, number: str) -> CallChannel:
    """Raises NoSuchThing."""
    row = _row(org, gateway)
    return CallChannel(0, 1, row.kind, number, settings=_plain(row))


def tried(org: int, gateway: int, *, problem: str, at: datetime) -> None:
    rows = Gateway.objects.filter(org_id=org, pk=gateway)
    rows.update(problem=codec.keepable(problem)[:300], proven_at=None if problem else at)
