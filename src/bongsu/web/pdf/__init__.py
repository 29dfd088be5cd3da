"""PDF by typst, in a process of its own: a page of ours, and data that is never code.

    pdf.write(HERE / "brief.typ", {"title": room.title, …}) -> bytes

The page reads its data with `#let data = json(bytes(sys.inputs.data))`; what a person typed is a string there and is
set as text, whatever it looks like. Both weights of Pretendard ship whole (all 11,172 Hangul syllables); no other font
and no network is used. typst is the extra `pdf`: without it `available()` is False, and pages are printed instead.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bongsu.core.errors import BongsuError

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
#: A page of data; a hostile room must not cost a minute of a core.
MOST_IN = 400_000
MOST_OUT = 20_000_000
WITHIN_S = 20.0


class NoPdf(BongsuError):
    """A PDF cannot be made here: {reason}. Print the page instead."""

    code = "no_pdf"


@cache
def available() -> bool:
    return find_spec("typst") is not None


def write(page: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of a typst page with this data. Raises NoPdf: typst is not installed, or size or time ran out."""
    if not available():
        raise NoPdf(reason="the extra bongsu[pdf] is not installed")
    told = json.dumps({"page": str(page), "fonts": str(FONTS), "data": data}, ensure_ascii=False).encode()
    if len(told) > MOST_IN:
        raise NoPdf(reason=f"{len(told)} bytes are more than a page holds")
    try:
        # -I: neither the folder nor the environment says what is imported.
        done = subprocess.run(
            [sys.executable, "-I", str(HERE / "worker.py")], input=told, capture_output=True, timeout=WITHIN_S
        )
    except subprocess.TimeoutExpired as problem:
        raise NoPdf(reason=f"not done within {WITHIN_S:g} s") from problem
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-") or len(done.stdout) > MOST_OUT:
        raise NoPdf(reason=done.stderr.decode(errors="replace")[-300:] or f"typst ended with {done.returncode}")
    return done.stdout
