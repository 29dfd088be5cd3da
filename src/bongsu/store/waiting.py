"""What waits for a hand: one cheap question, asked often, in place of each hand looking for itself.

It may say yes where a hand then finds that another was faster. It never says no to what a hand would find
(`tests/contracts/test_waiting.py`): the conditions are those by which each kind of work is claimed.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, connections

from bongsu.store.mentions import models as heard
from bongsu.store.operations import models as m
from bongsu.store.router import mentions_alias

_FREE = "(lease_until IS NULL OR lease_until <= %(real)s)"

#: kind of work → conditions under which somebody must look, in an organisation at its time.
_IN_AN_ORG = {
    "speak": (
        f"SELECT 1 FROM {{Delivery}} d WHERE org_id = %(org)s AND {_FREE}"
        " AND (state = 'started' OR state = 'planned' AND (not_before IS NULL OR not_before <= %(at)s)"
        " AND EXISTS (SELECT 1 FROM {Outlet} o WHERE o.id = d.outlet_id AND o.enabled))"
        " AND NOT EXISTS (SELECT 1 FROM {Room} r WHERE r.org_id = %(org)s AND r.is_open AND r.paused)",
    ),
    "call": (
        f'SELECT 1 FROM {{Call}} WHERE org_id = %(org)s AND "open" AND next_at <= %(at)s AND {_FREE}',
        f'SELECT 1 FROM {{DecisionLink}} WHERE org_id = %(org)s AND "open" AND ended_at IS NULL AND {_FREE}',
    ),
    "notice": (
        f'SELECT 1 FROM {{Notice}} WHERE org_id = %(org)s AND "open" AND next_at <= %(at)s AND {_FREE}',
        f'SELECT 1 FROM {{ExecutiveQuestion}} WHERE org_id = %(org)s AND "open" AND answered_at IS NULL AND {_FREE}',
    ),
}
#: The same for all organisations at once, in real time.
_FOR_ALL = {
    "poll": "SELECT 1 FROM {Source} WHERE enabled AND (next_poll_at IS NULL OR next_poll_at <= %(real)s)"
    f" AND {_FREE}",
    "mirror": f"SELECT 1 FROM {{Mirror}} WHERE enabled AND {_FREE} AND (next_at IS NULL OR next_at <= %(real)s)",
}
_HEARD = {
    "listen": "SELECT 1 FROM {InboxBatch}",
    "findings": "SELECT 1 FROM {FindingOut} WHERE NOT done",
}


def in_an_org(org: int, *, at: datetime, real: datetime) -> frozenset[str]:
    """Kinds of work that wait in one organisation at its time `at`."""
    now = connection.ops.adapt_datetimefield_value
    return _ask("default", tuple(_IN_AN_ORG), _org_sql(), {"org": org, "at": now(at), "real": now(real)})


def for_all(*, real: datetime) -> frozenset[str]:
    """Kinds of work that wait for any organisation."""
    now = connection.ops.adapt_datetimefield_value
    outside = _ask("default", tuple(_FOR_ALL), _sql(tuple(_FOR_ALL.values())), {"real": now(real)})
    return outside | _ask(mentions_alias(), tuple(_HEARD), _sql(tuple(_HEARD.values())), {})


def _ask(alias: str, kinds: tuple[str, ...], sql: str, values: dict[str, Any]) -> frozenset[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return frozenset(kind for kind, waits in zip(kinds, cursor.fetchone(), strict=True) if waits)


@cache
def _org_sql() -> str:
    return _sql(tuple(") OR EXISTS (".join(ways) for ways in _IN_AN_ORG.values()))


@cache
def _sql(looks: tuple[str, ...]) -> str:
    tables = {model.__name__: connection.ops.quote_name(model._meta.db_table) for model in _MODELS}
    return "SELECT " + ", ".join(f"EXISTS ({look.format(**tables)})" for look in looks)


_MODELS = (
    *(m.Delivery, m.Outlet, m.Room, m.Call, m.DecisionLink, m.Notice, m.ExecutiveQuestion, m.Source, m.Mirror),
    *(heard.InboxBatch, heard.FindingOut),
)
