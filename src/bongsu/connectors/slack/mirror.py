"""Posts through an incoming webhook, or through chat.postMessage with a bot's token."""

import json
from typing import Any
from urllib.parse import quote

from bongsu.connectors.kit.mirror import sent
from bongsu.core.errors import Refused
from bongsu.core.ports import MirrorJob

API = "https://slack.com/api"
#: Slack refuses a text longer than 3,000 characters in a section.
SECTION_MOST = 2_900


class SlackMirror:
    """Mirror port. Settings: hook, or token and channel; api?, allow_private?."""

    def __init__(self, *, within_s: float = 10.0) -> None:
        self._within_s = within_s

    def post(self, job: MirrorJob) -> None:
        settings = job.settings
        body = message(job)
        if settings.get("hook"):
            sent("POST", settings["hook"], settings=settings, json=body, within_s=self._within_s)
            return
        headers = {"Authorization": f"Bearer {settings.get('token', '')}"}
        told = sent(
            "POST",
            f"{settings.get('api') or API}/chat.postMessage",
            settings=settings,
            json=body | {"channel": settings.get("channel", "")},
            headers=headers,
            within_s=self._within_s,
        )
        # It answers 200 and says no inside.
        try:
            answer = json.loads(told)
        except (ValueError, RecursionError) as problem:
            raise Refused(reason="the service's answer does not say that it took it") from problem
        if not isinstance(answer, dict) or answer.get("ok") is not True:
            raise Refused(reason="the service answered that it did not take it")


def message(job: MirrorJob) -> dict[str, Any]:
    """Blocks whose words Slack neither links nor formats (`verbatim`, escaped); only our own links are links."""
    rows = [
        f"<{_href(line.link)}|{line.at}> {escaped(f'{line.who} · ' if line.who else '')}{escaped(line.words)}"
        for line in job.lines
    ]
    sections: list[str] = [f"*<{_href(job.link)}|{escaped(job.head)}>*"]
    for row in rows:
        if len(sections[-1]) + len(row) + 1 > SECTION_MOST or len(sections) == 1:
            sections.append(row[:SECTION_MOST])
        else:
            sections[-1] += f"\n{row}"
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": one, "verbatim": True}} for one in sections]
    return {"text": escaped(job.head), "blocks": blocks[:50], "unfurl_links": False, "unfurl_media": False}


def escaped(words: str) -> str:
    """What Slack would read as a link, a mention or a format stays what it is.

    >>> escaped("<!channel> *a* <https://evil|b>").count("<")
    0
    """
    plain = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A word joiner before a mark keeps it from being one; it shows nothing.
    return "".join(f"\u2060{c}" if c in "*_~`" else c for c in plain.replace("\n", " "))


def _href(link: str) -> str:
    return quote(link, safe=":/#?&=%")
