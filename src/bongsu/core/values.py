"""The nouns of Bongsu. Times are aware datetimes in UTC; a level is the beacon number, 1 (평시) to 5 (심각)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bongsu.core.formation import Formation

PEACE, NOTICE, CAUTION, ALERT, SEVERE = 1, 2, 3, 4, 5
LEVELS = (PEACE, NOTICE, CAUTION, ALERT, SEVERE)

#: Who acts when no person does: the clock, a detector, a worker.
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Mention:
    """One post, article, comment or call note that somebody else wrote."""

    id: str  # the source's own id; repeats vanish by (source, id)
    ts: datetime  # event time, already judged by crisis.listen.event_time
    source: str
    text: str
    author: str | None = None
    url: str | None = None
    seen_at: datetime | None = None  # when we first held it in our hands
    flags: tuple[str, ...] = ()  # "future", "stale", "cleaned", TOLD


#: A flag: somebody who read it says which brand it is about. It counts there without a watch word.
TOLD = "told"


@dataclass(frozen=True, slots=True)
class WatchWords:
    """What a brand listens for. Matched in Korean with particles attached (한강식품은, 한강식품에서)."""

    include: tuple[str, ...] = ()  # empty: every mention of the source counts
    exclude: tuple[str, ...] = ()
    risk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "safety": ("유리", "이물")


class FindingKind(StrEnum):
    SURGE = "surge"  # far more mentions than such an hour usually brings
    CLAIM = "claim"  # one assertion, several distinct authors
    RISK = "risk"  # risk words from several distinct authors
    TONE = "tone"  # more unhappy posts than the brand is used to, without many posts
    PRESS = "press"  # press carries what people were troubled by
    SILENCE = "silence"  # a source says nothing where it usually does; `count` and `expected_milli` are moments of news


@dataclass(frozen=True, slots=True)
class Piece:
    """One reason why a beacon is as high as it is: what was counted, and the points it adds."""

    name: str  # unhappy, scolded, harm, claim, evidence, press, glad
    value: int
    points: int


@dataclass(frozen=True, slots=True)
class Rise:
    """How seldom the brand has seen such a rise, and where it is going (`sense.warning`)."""

    seldom_h: int  # once in so many hours; 0: too little is known of the brand
    lasts_s: int  # since the episode began
    doublings_centi: int  # acceleration: 100 × doublings an hour; negative when it fades


@dataclass(frozen=True, slots=True)
class Finding:
    """What analysis wants a person to know, with its evidence. Numbers are integers: a journal line holds no floats."""

    key: str  # idempotency: the same episode at the same level has the same key
    kind: FindingKind
    brand: int
    at: datetime  # event time at which it became true
    level: int
    #: 100 × −log10 P(this many or more in the window on an ordinary such hour); of tone and harm, of such a share.
    surprise_centi: int
    window_s: int
    count: int  # mentions in the window
    expected_milli: int  # 1000 × mentions usual for the window
    authors: int  # distinct authors among them (0: unknown)
    evidence: tuple[str, ...]  # mention keys, oldest first, at most 20, all seen by `at`
    first_post_at: datetime | None = None
    claim: str | None = None  # key of the claim, when one is behind it
    excerpt: str = ""  # text of the first or representative post; personal
    category: str | None = None  # risk category that fired
    weight: tuple[Piece, ...] = ()  # what raised or lowered the level beside volume
    troubled: int = 0  # unhappy, complaining, endangered posts in the window
    usual_pct: int = 0  # share of such posts usual for the brand
    says: str = ""  # what kind of thing most of them are: facts, opinion, rumour, advice …
    cluster: str = ""  # what kind of crisis their words hint at: victim, accident, preventable
    cluster_posts: int = 0  # posts with such words
    rise: Rise | None = None  # of a surge


@dataclass(frozen=True, slots=True)
class ClaimSeen:
    """A claim as it stands at one instant."""

    key: str
    size: int  # mentions
    authors: int
    first_at: datetime
    first_mention: str  # key of its first post


@dataclass(frozen=True, slots=True)
class Picture:
    """What is told of a brand at one instant, in numbers."""

    hour: int  # mentions in the last hour
    usual_milli: int | None  # 1000 × mentions usual for such an hour; None without history
    last_half: int  # mentions in the last half hour
    half_before: int  # and in the half hour before it
    claims: tuple[ClaimSeen, ...] = ()  # the weightiest first
    origin: str = ""  # key of the first post of the claims that lead
    spread: tuple[tuple[str, int], ...] = ()  # (source, mentions among the latest), the most first


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the organisation. `key` is what journals hold; the name lies apart and can be erased."""

    key: str
    name: str
    roles: tuple[str, ...]
    on_duty: bool = True
    deputy: str | None = None  # key of the deputy
    locale: str = "ko"
    zone: str = "Asia/Seoul"
    title: str = ""  # 온라인팀장 …
    department: str = ""
    skills: tuple[str, ...] = ()  # 영어, 방송 대응 …: what they can do, in the organisation's own words


#: Ways to reach a person beside the screen.
CHANNELS = ("push", "apprise", "mail", "sms", "alimtalk", "voice")


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day on a person's own clock, from `start` up to but not at `end` (minutes after midnight).

    `end` before `start` runs over midnight and belongs to the day on which it began; both alike: the whole day.
    """

    start: int
    end: int
    days: tuple[int, ...] = ()  # 0 Monday … 6 Sunday; none: every day


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a person, at its place (from 1) in the order they chose."""

    id: int
    place: int
    kind: str  # one of CHANNELS
    hours: Hours | None = None  # None: always
    ready: bool = True  # switched on, and with something behind it: an address, a device, a gateway


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A change of shift: who came on duty at `at`, and whom they relieve."""

    role: str
    at: datetime
    coming: tuple[str, ...]  # person keys
    leaving: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutletRef:
    """One place where the organisation speaks."""

    key: str
    kind: str  # connector name: "newsroom", "webhook"
    name: str
    owner: str | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class TouchPoint:
    """Where people meet the organisation, spoken or not (접점): an account, a shop, a script, an agency, a dealer."""

    key: str
    name: str
    kind: str  # flows.registry.KINDS
    purpose: str = ""
    department: str = ""
    owner: str | None = None  # person keys
    deputy: str | None = None
    key_holder: str | None = None  # who holds the password, or the shop's key
    outlet: str | None = None  # key of the outlet through which we can publish there
    brand: int | None = None  # None: all brands
    url: str = ""
    capacity: int = 0  # answers an hour that its people can give; 0: unknown
    proven_at: datetime | None = None  # when somebody last showed that we can get in


@dataclass(frozen=True, slots=True)
class Risk:
    """What may go wrong, thought through in peacetime (위험)."""

    key: str
    name: str
    owner: str | None = None  # person key
    likelihood: int = 3  # 1 rare … 5 to be expected this year
    impact: int = 3  # 1 a nuisance … 5 the company itself
    hurt: str = ""  # who is hurt
    words: tuple[str, ...] = ()  # said of it, it may be this
    categories: tuple[str, ...] = ()  # risk categories of watch words that point to it
    brand: int | None = None  # None: all brands
    scenario: str = ""  # how it would go, and what we do
    slots: Mapping[str, str] = field(default_factory=dict)  # prepared statement, by SLOTS
    reviewed_on: date | None = None
    review_on: date | None = None  # next


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person or body that will have a say (이해관계자). Kept small: no more than speaking with them needs."""

    key: str
    name: str
    kind: str  # flows.registry.STAKEHOLDER_KINDS
    stance: str = "neutral"  # "threatening" | "neutral" | "ally"
    categories: tuple[str, ...] = ()  # risk categories that bring them in
    channel: str = ""  # how they are reached
    owner: str | None = None  # who speaks with them; person key
    note: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One line of the level table: what a beacon sets in motion. An organisation edits, versions and signs it."""

    level: int
    lead_role: str | None  # who leads
    call_roles: tuple[str, ...]  # who is called
    report_every_min: int | None
    first_word_min: int | None  # first public word due, minutes after the first post
    volume_x: int  # volume of this level, multiples of the usual, 0 = none
    opens_room: bool  # a finding of this level opens a room by itself
    triggers: tuple[str, ...] = ()  # risk categories that lift a claim to this level
    report_relaxed_after_min: int | None = None  # after so long at this level, reports come at another pace
    report_relaxed_min: int | None = None
    quiet_periods: int = 0  # report periods of quiet before the leader may lower it
    stance_min: int | None = None  # minutes to decide "engage or prepare"; None: not asked at this level
    stance_default: str = "prepare"  # what stands if nobody decides


@dataclass(frozen=True, slots=True)
class Law:
    """A statutory clock, as somebody read the law at a date; legal confirms it before anybody leans on it."""

    id: str
    name: str
    asks: str  # what starts it, as anybody in a room would say it
    duty: str  # what is to be done
    source: str
    since: datetime  # in force from
    until: datetime | None = None
    hours: int | None = None  # one of hours and months
    months: int | None = None
    confirmed: bool = False  # counsel of this organisation has confirmed it


@dataclass(frozen=True, slots=True)
class PlaybookStep:
    id: str
    text: str
    role: str
    from_level: int
    within_min: int
    act: str  # the next-step act that fulfils it


@dataclass(frozen=True, slots=True)
class Principle:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class RedLine:
    """At `min_level` and above, `act` is nobody's to do, whatever else holds."""

    id: str
    act: str
    min_level: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """Leave given beforehand: `role` may do `act` at these levels, both ends included, from `since` up to `until`.

    What is narrowed by `outlets` or `templates` holds only where they are named, and for all that are.
    """

    id: str
    role: str
    act: str
    level_from: int
    level_to: int
    since: datetime
    until: datetime
    granted_by: str
    principle: str
    cap_krw: int | None = None
    revoked_at: datetime | None = None
    per: str = "case"  # what `cap_krw` counts: one of PER
    caps: tuple[tuple[str, int], ...] = ()  # further caps, one of PER each; all of them hold
    outlets: tuple[str, ...] = ()  # empty: everywhere
    templates: tuple[str, ...] = ()  # empty: in one's own words too
    needs_confirmed_fact: bool = False
    forbidden_when: tuple[str, ...] = ()  # situations: risk categories found, like "injury"

    @property
    def limits(self) -> Mapping[str, int]:
        """The lowest cap of each kind, in won. Empty: leave to act, not to spend."""
        given = (*(() if self.cap_krw is None else ((self.per, self.cap_krw),)), *self.caps)
        return {kind: min(won for k, won in given if k == kind) for kind, _ in given}


#: What a cap counts: one act, everything in one case (a room), everything on one day of the organisation.
PER = ("act", "case", "day")


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    role: str
    minutes: int
    deputy: str | None = None  # role that stands in
    must: bool = False  # this yes is needed: silence or an objection ends the request


@dataclass(frozen=True, slots=True)
class ApprovalChain:
    act: str
    level_from: int
    level_to: int
    chain: tuple[ApprovalStep, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Charter:
    """The executives' principles and what they let others do. Frozen into a room when it opens."""

    version: str
    principles: tuple[Principle, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    approvals: tuple[ApprovalChain, ...] = ()


#: How people are called where an organisation says nothing.
CHANNEL_WAIT_S, OVERRIDE_LEVEL = 60, CAUTION


@dataclass(frozen=True, slots=True)
class PullRule:
    """A finding of `category` brings these roles in, whatever the level table calls (부름 규칙)."""

    category: str  # of watch words
    roles: tuple[str, ...]
    from_level: int = 1
    name: str = ""  # as whoever is pulled in by it is told


@dataclass(frozen=True, slots=True)
class Ground:
    """The rules a room stands on, frozen when it opens: editing them in mid-crisis moves nobody's ground."""

    table: tuple[LevelRow, ...]
    charter: Charter
    playbook: tuple[PlaybookStep, ...] = ()
    laws: tuple[Law, ...] = ()
    formations: tuple[Formation, ...] = ()
    call_again_s: int = 120  # an unanswered call repeats after this many seconds
    deputy_after_s: int = 300  # and the deputy is called as well after this many
    channel_wait_s: int = CHANNEL_WAIT_S  # a channel that took the call has this long before the next is tried
    override_level: int = OVERRIDE_LEVEL  # from this level on, calls come outside a person's hours too, and say so
    escalate_min: int = 5  # a deputy has this long before the default of a decision stands
    leader_away_s: int = 600  # a leader of whom nothing was heard for so long counts as gone
    pulls: tuple[PullRule, ...] = ()  # roles that a risk category brings in

    def law(self, key: str) -> Law | None:
        return next((law for law in self.laws if law.id == key), None)

    def row(self, level: int) -> LevelRow:
        """Raises LookupError for a level that the table does not have."""
        for row in self.table:
            if row.level == level:
                return row
        raise LookupError(f"no level {level}")


#: The six slots of a holding statement (CDC CERC first message), in speaking order.
SLOTS = ("empathy", "facts", "unknowns", "action", "commitment", "contact")

#: What publishing a text can be: the first word, what follows it, an apology.
PUBLISH = ("publish_holding", "publish_statement", "publish_apology")

ACTS = (
    *PUBLISH,
    "pause_outlets",
    "resume_outlets",
    "reply_template",
    "compensate",
    "takedown",
    "stop_sale",
    "one_voice",
    "answer_press",
)
#: Own words to a reporter, beside what stands.
ANSWER_PRESS = "answer_press"
