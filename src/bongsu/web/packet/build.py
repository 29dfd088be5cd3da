"""A packet as an encrypted PDF: set by typst, closed by pypdf with AES-256."""

import io
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bongsu.core.ports import PacketJob
from bongsu.store import packets
from bongsu.store.queries import packets as query
from bongsu.web import pdf
from bongsu.web.language import LANGUAGES
from bongsu.web.packet.content import Content, call, content


def pack(job: PacketJob) -> bytes:
    """What core.ports.Ports.pack asks for. Raises NoPdf, SetupError, NoSuchThing."""
    phrase = packets.phrase_of(job.org, job.person)
    facts = query.facts(job.org, job.at)
    locale = job.locale if job.locale in LANGUAGES else "ko"
    with translation.override(locale), timezone.override(ZoneInfo(facts.zone)):
        name = next((c.person.name for c in facts.contacts if c.person.key == job.person), job.person)
        told = page_of(content(facts, job.at), name=name, number=job.number)
        return closed(pdf.write(pdf.HERE / "packet.typ", told), phrase)


def closed(plain: bytes, phrase: str) -> bytes:
    """The PDF, encrypted with AES-256. It opens with the passphrase as it was shown and without its spaces."""
    # Only who asks for a PDF needs the extra that makes one.
    if not pdf.available():
        raise pdf.NoPdf(reason="the extra bongsu[pdf] is not installed")
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    writer.encrypt(user_password=phrase.replace(" ", ""), owner_password=phrase, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(c: Content, *, name: str, number: int) -> dict[str, Any]:
    """What packet.typ sets: plain words only."""
    return {
        "lang": c.lang,
        "title": _("비상 꾸러미"),
        "org": c.org,
        "made": _("%(t)s 기준 · %(n)s번째") % {"t": c.made, "n": number},
        "owner": _("%(name)s 님 것. 다른 사람에게 주지 마세요.") % {"name": name},
        "sample": _("예시 데이터 — 실제 기업이 아닙니다") if c.synthetic else "",
        "first": {"head": _("지금 무엇부터"), "steps": list(c.steps)},
        "calls": {
            "head": _("먼저 걸 곳"),
            "rows": [[n.name, n.about, n.phone or _("번호 없음")] for n in c.call_first],
        },
        "pace": {
            "head": _("모일 곳"),
            "columns": [_("순서"), _("어디서"), _("누가"), _("어떻게")],
            "rows": [[step, where or "………", who or "………", how or "………"] for step, where, who, how in c.pace],
        },
        "holding": {"head": _("홀딩 입장문"), "rows": [list(row) for row in c.holding]},
        "red": {"head": _("금지선"), "rows": list(c.red_lines)},
        "rings": {
            "head": _("부르는 순서"),
            "note": _("당직인 사람부터. 안 받으면 ‘다음’의 왼쪽부터."),
            "levels": [
                {
                    "head": _("봉화 %(n)s %(name)s · 지휘 %(lead)s")
                    % {"n": ring.level, "name": ring.name, "lead": ring.lead},
                    "rows": [
                        [role, ", ".join(map(call, firsts)) or "–", " → ".join(map(call, others)) or "–"]
                        for role, firsts, others in ring.roles
                    ],
                }
                for ring in c.rings
            ],
            "columns": [_("역할"), _("먼저"), _("다음")],
        },
        "tables": [
            {
                "head": t.head,
                "note": t.note,
                "columns": list(t.columns),
                "rows": [list(row) for row in t.rows],
                "widths": list(t.widths),
            }
            for t in c.tables
        ],
        "footer": _("봉수 · %(org)s 비상 꾸러미 · %(t)s") % {"org": c.org, "t": c.made},
    }
