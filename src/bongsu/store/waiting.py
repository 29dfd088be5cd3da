"""What waits for a hand: one cheap question, asked often, in place of each hand looking for itself.

It may say yes where a hand then finds that another was faster. It never says no to what a hand would find
(`tests/contracts/test_waiting.py`): the conditions are those by which each kind of work is claimed, and of the clock
those by which each part of its round (`flows.clock.tick`) finds something to do.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, connections

from bongsu.crisis.information import DELETE, FACT
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
        f"SELECT 1 FROM {{StepInNotice}} WHERE org_id = %(org)s AND next_at <= %(at)s AND {_FREE}",
    ),
    "clock": (
        "SELECT 1 FROM {Room} WHERE org_id = %(org)s AND is_open AND (due_at <= %(at)s OR NOT led)",
        "SELECT 1 FROM {ExecutiveQuestion} WHERE org_id = %(org)s AND answered_at IS NULL AND late_at IS NULL"
        " AND due_at <= %(at)s",
        "SELECT 1 FROM {EstimateScore} WHERE org_id = %(org)s AND look_at <= %(at)s",
        # Whether all have signed is for whoever looks closely.
        "SELECT 1 FROM {CharterVersion} v WHERE org_id = %(org)s AND state = 'review' AND from_at <= %(at)s"
        " AND EXISTS (SELECT 1 FROM {CharterSignature} s WHERE s.version_id = v.id)",
        # Whether the room knows stands in its state.
        "SELECT 1 FROM {Revocation} l JOIN {Room} r ON r.org_id = l.org_id AND r.is_open AND r.opened_at <= l.at"
        " WHERE l.org_id = %(org)s",
        f"SELECT 1 FROM {{Information}} WHERE org_id = %(org)s AND gone_at IS NULL AND kind = '{FACT}'"
        f" AND \"end\" = '{DELETE}' AND until <= %(at)s",
        "SELECT 1 FROM {Report} WHERE org_id = %(org)s AND forget_at <= %(at)s",
        "SELECT 1 FROM {Clip} WHERE org_id = %(org)s AND NOT counted",
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
    *(m.Delivery, m.Outlet, m.Room, m.Call, m.DecisionLink, m.Notice, m.ExecutiveQuestion, m.StepInNotice),
    *(m.Source, m.Mirror, m.EstimateScore, m.CharterVersion, m.CharterSignature, m.Revocation),
    *(m.Information, m.Report, m.Clip),
    *(heard.InboxBatch, heard.FindingOut),
)
