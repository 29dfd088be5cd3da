"""What executives sign, as one digest.

The first form held level table, charter and playbook. The second, marked by its beginning, holds as well what stands
beside them: formations, statutory clocks, how people are called. A signature is judged by the form it has.
"""

from collections.abc import Mapping
from typing import Any

from bongsu.store import codec
from bongsu.store.journal import hash_of
from bongsu.store.operations import models as m

SECOND = "2."
#: Documents that stand beside the charter and are part of what is signed.
BESIDE = ("levels", "formations", "statutory", "calling")


def digest(org: m.Org, charter: Any, playbook: Any) -> str:
    """Of this charter and playbook with everything that stands beside them now, in the second form."""
    signed = [SECOND, charter, playbook, beside(org)]
    return SECOND + hash_of(codec.canonical(signed).decode())


def beside(org: m.Org) -> dict[str, str]:
    """SHA-256 (hex) of each document that stands beside the charter."""
    return {name: hash_of(codec.canonical(getattr(org, name)).decode()) for name in BESIDE}


def verify(org: m.Org, charter: Any, playbook: Any, signed: str) -> bool:
    """Whether `signed`, in whichever form, is what stands now."""
    if signed.startswith(SECOND):
        return signed == digest(org, charter, playbook)
    return signed == hash_of(codec.canonical([org.levels, charter, playbook]).decode())


def changed_since(org: m.Org, stood: Mapping[str, str]) -> tuple[str, ...]:
    """Names of documents that are no longer what they were when a charter took force."""
    now = beside(org)
    return tuple(name for name in BESIDE if name in stood and stood[name] != now[name])
