"""Pictures of clips and reports on their way out, and the bundle for lawyers."""

import io
import json
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from bongsu.crisis import clips as rules
from bongsu.crisis.files import UNKNOWN
from bongsu.store import evidence
from bongsu.store.clips import Clip, Fault
from bongsu.store.evidence import Part


def answer(request: HttpRequest, part: Part, *, name: str) -> HttpResponseBase:
    """A picture of a safe type that a page may show with <img>; opened by itself it is downloaded, and runs nothing.

    Anything else (a recording) has no type that a browser would play in place.
    """
    about = {
        "Content-Type": part.kind if part.kind in rules.PICTURES else UNKNOWN,
        "Content-Length": str(part.size),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=about)
    pieces = _later(part.id) if isinstance(request, ASGIRequest) else evidence.pieces(part.id)
    return StreamingHttpResponse(pieces, headers=about)


async def _later(part: int) -> AsyncIterator[bytes]:
    pieces: Iterator[bytes] = evidence.pieces(part)
    while True:
        one = await sync_to_async(lambda: next(pieces, None))()
        if one is None:
            return
        yield one


#: Checks every record of a manifest.
_CHECK = (
    "python3 -c \"import json,hashlib as h;[print(k['sha256']==h.sha256(json.dumps(k['record'],ensure_ascii=False,"
    "sort_keys=True,separators=(',',':')).encode()).hexdigest()) "
    "for k in json.load(open('manifest.json'))['keepings']]\""
)


def readme(*, report: bool = False) -> str:
    """How to check the bundle without us, in the reader's language."""
    what = _("이 묶음은 누가 언제 본 글을 그 자리에서 남긴 것입니다. 주소에서 자동으로 가져온 것은 없습니다.")
    if report:
        what = _(
            "이 묶음은 제보 주소로 들어온 것을 받은 그대로 남긴 것입니다. 제보자의 이름과 전화번호는 넣지 않았습니다."
        )
    return "\n".join(
        (
            what,
            "",
            _("1. text.txt와 그림들의 SHA-256을 계산해 manifest.json의 sha256과 견줍니다."),
            _("2. 아래 명령이 모두 True를 내면 누가 언제 남겼는지가 그대로입니다."),
            "   " + _CHECK,
            _("3. record.before는 조직이 바로 앞에 남긴 기록의 SHA-256입니다. 끼우거나 빼면 이어지지 않습니다."),
            "",
        )
    )


def bundle(clip: Clip, *, organisation: str, faults: Sequence[Fault], at: datetime) -> bytes:
    """A ZIP: text, pictures as they came, and manifest.json."""
    named = {
        part.id: f"{'picture' if part.is_picture else 'recording'}-{k.record.number}-{part.n}.{part.ending}"
        for k in clip.keepings
        for part in k.parts
    }
    manifest: dict[str, Any] = {
        "organisation": organisation,
        "exported_at": at.astimezone(UTC).isoformat(),
        "unchanged": not faults,
        "clip": clip.identity,
        **({"report": clip.receipt} if clip.receipt else {}),
        "brand": clip.brand_name,
        "place": clip.place,
        "url": clip.url,
        "title": clip.title,
        "author": clip.author,
        "text": {"file": "text.txt", "sha256": rules.sha256(clip.text.encode())},
        "keepings": [
            {
                "witness": k.by_name,
                "sha256": k.digest,
                "record": rules.plain(k.record),
                "pictures": [{"file": named[p.id], "sha256": p.sha256, "type": p.kind} for p in k.parts],
            }
            for k in clip.keepings
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2))
        archive.writestr("README.txt", readme(report=bool(clip.receipt)))
        archive.writestr("text.txt", clip.text)
        for part in clip.parts:
            archive.writestr(named[part.id], b"".join(evidence.pieces(part.id)))
    return out.getvalue()
