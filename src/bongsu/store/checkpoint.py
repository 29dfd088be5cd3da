"""Signed lists of every journal's head. Kept on another machine, they reveal a tail that was cut off here.

Signed with Ed25519. The private key lies encrypted in `checkpoint.key` beside `secret.key`; the file carries the public
key, so that a copy can be read anywhere, and is trusted here only when the key is ours.
"""

import base64
import json
import os
import secrets as random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from bongsu.core.errors import SetupError
from bongsu.store import codec, secrets
from bongsu.store.clock import real_now
from bongsu.store.operations import models as m
from bongsu.store.verify import NAMED, Fault, verify

VERSION = 1
KEY_FILE = "checkpoint.key"


def checkpoint(path: Path) -> tuple[Fault, ...]:
    """Verify all journals, and against `path` where it exists; when all is intact, write it anew.

    Raises SetupError when `path` is no checkpoint of ours.
    """
    faults = list(verify())
    faults += against(path, known=faults)
    if not faults:
        write(path)
    return tuple(faults)


def against(path: Path, *, known: Iterable[Fault] = ()) -> list[Fault]:
    """Faults that only the checkpoint at `path` shows, those `known` left out; none where there is no file yet.

    Raises SetupError when it is unreadable, its signature does not hold, or it was signed by another installation.
    """
    if not path.exists():
        return []
    named = set(known)
    return [f for head in _read(path)["rooms"] for f in _compare(head) if f not in named]


def write(path: Path) -> None:
    """Put the heads of all journals, signed, at `path`: whole or not at all."""
    rows = m.Room.objects.order_by("id").values("org_id", "id", "seq", "head").iterator()
    document: dict[str, Any] = {
        "v": VERSION,
        "made_at": codec.utc(real_now()),
        "key": _text(_key().public_key().public_bytes_raw()),
        "rooms": [{"org": r["org_id"], "room": r["id"], "seq": r["seq"], "head": r["head"]} for r in rows],
    }
    document["signature"] = _text(_key().sign(codec.canonical(document)))
    draft = path.with_name(f".{path.name}-{random.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            file.write(codec.canonical(document) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise SetupError(problem=f"{path} cannot be written: {problem.strerror}.", hint="") from problem


def _compare(head: dict[str, Any]) -> Iterator[Fault]:
    room, seq = head["room"], head["seq"]
    lines = m.JournalLine.objects.filter(room_id=room, org_id=head["org"])
    standing = lines.filter(seq=seq).values_list("hash", flat=True).first()
    if standing is None:
        last = lines.order_by("-seq").values_list("seq", flat=True).first() or 0
        for missing in range(last + 1, min(seq, last + NAMED) + 1) if last < seq else (seq,):
            yield Fault(room, missing, "missing")
    elif standing != head["head"]:
        yield Fault(room, seq, "altered")


def _read(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        signature = base64.b64decode(document.pop("signature"), validate=True)
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(document["key"], validate=True))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise SetupError(problem=f"{path} is no checkpoint of a journal.", hint="Name another file.") from problem
    try:
        public.verify(signature, codec.canonical(document))
    except InvalidSignature as problem:
        raise SetupError(
            problem=f"The signature of {path} does not hold: the file was changed.", hint="Use an untouched copy."
        ) from problem
    if public.public_bytes_raw() != _key().public_key().public_bytes_raw():
        raise SetupError(
            problem=f"{path} was signed by another installation.",
            hint="Put back checkpoint.key and secret.key of the time when it was made.",
        )
    return document


def _key() -> Ed25519PrivateKey:
    path = Path(settings.HOME) / KEY_FILE
    if not path.exists():
        secrets.keep(path, secrets.seal(_text(Ed25519PrivateKey.generate().private_bytes_raw())))
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secrets.open_(path.read_text().strip())))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
