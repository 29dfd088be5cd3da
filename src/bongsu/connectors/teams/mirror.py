"""Posts an Adaptive Card to a workflow's webhook."""

from typing import Any

from bongsu.connectors.kit.mirror import sent
from bongsu.core.ports import MirrorJob


class TeamsMirror:
    """Mirror port. Settings: hook; allow_private?."""

    def __init__(self, *, within_s: float = 10.0) -> None:
        self._within_s = within_s

    def post(self, job: MirrorJob) -> None:
        settings = job.settings
        sent("POST", settings.get("hook", ""), settings=settings, json=message(job), within_s=self._within_s)


def message(job: MirrorJob) -> dict[str, Any]:
    """A card of text runs: unlike text blocks, Teams reads no Markdown in them."""

    def run(text: str, **more: Any) -> dict[str, Any]:
        return {"type": "TextRun", "text": text, **more}

    def block(*runs: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"type": "RichTextBlock", "inlines": list(runs), **more}

    rows = [
        block(
            run(f"{line.at} ", isSubtle=True, selectAction={"type": "Action.OpenUrl", "url": line.link}),
            *([run(f"{line.who} ", weight="Bolder")] if line.who else []),
            run(line.words),
        )
        for line in job.lines
    ]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [block(run(job.head, weight="Bolder", size="Medium")), *rows],
        "actions": [{"type": "Action.OpenUrl", "title": job.open_words, "url": job.link}],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}
