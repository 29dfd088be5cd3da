"""Secrets at rest: settings of outlets, addresses of people. Fernet (AES-128-CBC, HMAC-SHA256)."""

import base64
import hashlib
import os
import secrets as random
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from bongsu.core.errors import SetupError

KEY_FILE = "secret.key"


def master() -> str:
    """BONGSU_SECRET, else the text of secret.key in BONGSU_HOME, made on first use, readable by its owner only."""
    given: str = os.environ.get("BONGSU_SECRET", "")
    return given or _from_file(Path(settings.HOME) / KEY_FILE)


def keep(path: Path, text: str) -> None:
    """Put `text` into a new file, readable by its owner only. Two at once: the first stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}-{random.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def _from_file(path: Path) -> str:
    if not path.exists():
        keep(path, random.token_urlsafe(48))
    text = path.read_text().strip()
    if not text:
        raise SetupError(problem=f"{path} is empty.", hint="Put the key back from your backup.")
    return text


def derived(purpose: str) -> bytes:
    """32 bytes for one purpose, from the master secret."""
    return hashlib.blake2b(master().encode(), digest_size=32, person=purpose.encode()[:16]).digest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived("bongsu-secrets")))


def seal(text: str) -> str:
    """Encrypt. An empty text stays empty."""
    return _box().encrypt(text.encode()).decode() if text else ""


def open_(token: str) -> str:
    """Decrypt. Raises SetupError when the key is not the one it was sealed with."""
    if not token:
        return ""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as problem:
        raise SetupError(
            problem="A stored secret does not open with this key.",
            hint="Put back secret.key (or BONGSU_SECRET) of the time when it was saved, or enter the secret again.",
        ) from problem


def new_whsec() -> str:
    """A signing secret (Standard Webhooks: whsec_ and base64 of 24 to 64 random bytes)."""
    return "whsec_" + base64.b64encode(random.token_bytes(32)).decode()
