"""Addresses of static files: /static/<hash of all of them>/css/app.css, so that they may be cached for ever.

The hash is in the folder, not in the names: style sheets and modules refer to each other by relative paths.
"""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


@cache
def version() -> str:
    """First 12 hex digits of the SHA-256 over all static files' paths and contents."""
    total = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            total.update(file.relative_to(FOLDER).as_posix().encode())
            # Fonts are vendored and never change under one name; reading 3 MB at each start would be for nothing.
            total.update(str(file.stat().st_size).encode() if file.suffix == ".woff2" else file.read_bytes())
    return total.hexdigest()[:12]


def prefix() -> str:
    return f"/static/{version()}"


def url(name: str) -> str:
    """Raises FileNotFoundError for a file that is not there: a page without its style is a fault to see at once."""
    if not (FOLDER / name).is_file():
        raise FileNotFoundError(f"no static file {name}")
    return f"{prefix()}/{name}"
