"""For whom something is rendered: the reader's language, zone and organisation, and the reader where it matters."""

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from bongsu.store.queries.front import OrgView, PersonView
from bongsu.web.request import organisation, person


@dataclass(frozen=True, slots=True)
class Viewer:
    """`person` is None while a panel is rendered once for everybody of the same language and zone."""

    org: OrgView
    lang: str
    zone: str
    person: PersonView | None = None

    def __hash__(self) -> int:
        # A thousand screens are told apart at each round: their keys suffice.
        return hash((self.org.id, self.lang, self.zone, self.person and self.person.id))

    def shared(self) -> "Viewer":
        return replace(self, person=None)


def viewer_of(request: HttpRequest) -> Viewer:
    return Viewer(organisation(request), get_language() or "ko", timezone.get_current_timezone_name(), person(request))
