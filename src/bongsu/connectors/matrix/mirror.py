"""Sends m.notice by the client-server API; the transaction id makes a repeated send one event."""

from html import escape
from typing import Any
from urllib.parse import quote

from bongsu.connectors.kit.mirror import sent
from bongsu.core.ports import MirrorJob


class MatrixMirror:
    """Mirror port. Settings: homeserver, room (!id:server), token; allow_private?."""

    def __init__(self, *, within_s: float = 10.0) -> None:
        self._within_s = within_s

    def post(self, job: MirrorJob) -> None:
        settings = job.settings
        base = settings.get("homeserver", "").rstrip("/")
        room, key = quote(settings.get("room", ""), safe=""), quote(job.key, safe="")
        sent(
            "PUT",
            f"{base}/_matrix/client/v3/rooms/{room}/send/m.room.message/{key}",
            settings=settings,
            json=message(job),
            headers={"Authorization": f"Bearer {settings.get('token', '')}"},
            within_s=self._within_s,
        )


def message(job: MirrorJob) -> dict[str, Any]:
    """Plain and HTML; `m.mentions` is empty, so that no word of it rings anybody."""
    plain = [f"{job.head} {job.link}"]
    rich = [f'<strong><a href="{escape(job.link)}">{escape(job.head)}</a></strong>']
    for line in job.lines:
        who = f"{line.who} · " if line.who else ""
        plain.append(f"{line.at} {who}{line.words}")
        rich.append(f'<a href="{escape(line.link)}">{escape(line.at)}</a> {escape(who)}{escape(line.words)}')
    return {
        "msgtype": "m.notice",
        "body": "\n".join(plain),
        "format": "org.matrix.custom.html",
        "formatted_body": "<br>".join(rich),
        "m.mentions": {},
    }
