"""A charter as its file has it: the way back from the value, so that export and import are the same charter."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from bongsu.core.values import ApprovalChain, Charter, Mandate


def to_mapping(charter: Charter, *, zone: tzinfo = UTC) -> dict[str, Any]:
    """What `parse_charter` reads as this charter; times as ISO 8601 in `zone`, optional keys only where they say
    something."""
    return {
        "version": charter.version,
        "principles": [{"id": p.id, "text": p.text} for p in charter.principles],
        "red_lines": [
            {"id": r.id, "act": r.act, "min_level": r.min_level, **({"text": r.text} if r.text else {})}
            for r in charter.red_lines
        ],
        "mandates": [_mandate(m, zone) for m in charter.mandates],
        "approvals": [_chain(c) for c in charter.approvals],
    }


def _mandate(m: Mandate, zone: tzinfo) -> dict[str, Any]:
    more: Mapping[str, Any] = {
        "per": "" if m.per == "case" else m.per,
        "caps": dict(m.caps),
        "outlets": list(m.outlets),
        "templates": list(m.templates),
        "needs_confirmed_fact": m.needs_confirmed_fact,
        "forbidden_when": list(m.forbidden_when),
    }
    return {
        "id": m.id,
        "role": m.role,
        "act": m.act,
        "levels": [m.level_from, m.level_to],
        "cap_krw": m.cap_krw,
        "from": _time(m.since, zone),
        "until": _time(m.until, zone),
        "granted_by": m.granted_by,
        "principle": m.principle,
        "revoked_at": None if m.revoked_at is None else _time(m.revoked_at, zone),
        **{key: value for key, value in more.items() if value},
    }


def _chain(c: ApprovalChain) -> dict[str, Any]:
    return {
        **({"id": c.id} if c.id else {}),
        "act": c.act,
        "levels": [c.level_from, c.level_to],
        "chain": [
            {"role": s.role, "minutes": s.minutes, "deputy": s.deputy, **({"must": True} if s.must else {})}
            for s in c.chain
        ],
    }


def _time(at: datetime, zone: tzinfo) -> str:
    try:
        return at.astimezone(zone).isoformat()
    except OverflowError:  # the last day a datetime can hold, moved out of it by the zone
        return at.isoformat()
