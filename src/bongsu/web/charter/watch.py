"""What of the charter stands on the Watch: a signature that is waited for, leave that ends soon, a version not read."""

from typing import Any

from django.http import HttpRequest

from bongsu.crisis.charter import ending
from bongsu.store import charters, guidelines
from bongsu.store.queries import settings as query
from bongsu.web.charter.pages import may_sign
from bongsu.web.request import organisation, person
from bongsu.web.setup.words import act_words, role_words
from bongsu.web.watch.view import WatchView

#: Days before the end → how loudly it is said.
_TONES = ((1, "bad"), (7, "warn"))


def on_the_watch(request: HttpRequest, view: WatchView) -> dict[str, Any]:
    org, reader = organisation(request).id, person(request)
    known = charters.versions(org)
    stands = next((v for v in known if v.state == "in_force"), None)
    review = next((v for v in known if v.state == "review" and may_sign(request)), None)
    signed = review is not None and any(s.person == reader.key and s.current for s in review.signed)
    found = {f.finding.category for b in view.brands for f in b.brand.findings if f.finding.category}
    rules = query.ground(org)
    return {
        "to_sign": None if signed else review,
        "unread": stands if stands is not None and reader.key not in stands.readers else None,
        "ending": [
            {
                "id": m.id,
                "role": role_words(m.role),
                "act": act_words(m.act),
                "until": m.until,
                "tone": next((tone for days, tone in _TONES if (m.until - view.at).days < days), ""),
            }
            for m in (ending(rules.charter, at=view.at) if rules else ())
        ],
        "guidelines": guidelines.that_apply(org, found),
    }
