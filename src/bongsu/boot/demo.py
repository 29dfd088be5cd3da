"""The demo: an invented food company, four quiet weeks, and a storm that begins on a Saturday night.

Everything in it is synthetic and says so. Its clock runs thirty times as fast until the first room opens, then like a
wall clock until somebody makes it faster (a button on the Watch).
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bongsu.boot import demo_information, demo_registers, demo_silence
from bongsu.core.ports import Ports
from bongsu.core.values import Mention, Person
from bongsu.crisis import clips as clip_rules, public_reports as report_rules
from bongsu.crisis.assess.offline import Reported
from bongsu.crisis.packet import Fallback
from bongsu.crisis.rota import Leave, Pattern, Swap, instant
from bongsu.flows.clips import count_waiting
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones
from bongsu.store import (
    channels,
    charters,
    clips,
    demo as demo_notes,
    guidelines,
    offline_reports,
    packets,
    public_reports,
    rota,
    setup,
)
from bongsu.store.clock import OrgClock, real_now
from bongsu.store.queries.settings import org_settings
from bongsu.store.words import watch_words
from bongsu.storm.history import earlier_posts, minute_counts
from bongsu.storm.script import STORMS
from bongsu.web import signin
from bongsu.web.demo.views import board_secret

SLUG = "demo"
SEED = 20111
STORY = "glass"
FAST, CALM = 30, 1
WEEKS = 4
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Their first channel is a chat that is down, so that going on to the next one can be watched.
FIRST_CHANNEL_DOWN = ("yuna", "jihun")
#: Roles that `bongsu demo` prints a sign-in link for, and who plays them.
CAST = {"practitioner": "haneul", "leader": "seojun", "legal": "jiwoo", "executive": "minseo"}


def sample(name: str) -> Any:
    """One of the sample files that ship (boot/sample)."""
    return yaml.safe_load((files("bongsu.boot") / "sample" / f"{name}.yaml").read_text(encoding="utf-8"))


def documents() -> dict[str, Any]:
    """What an organisation edits and signs, as the sample has it."""
    return {
        "levels": sample("levels")["levels"],
        "charter": sample("charter"),
        "playbook": sample("playbook")["playbook"],
        "formations": sample("formations")["formations"],
        "holding": sample("holding")["slots"],
        "statutory": sample("statutory")["statutory"],
        "calling": sample("calling")["calling"],
    }


def story_start(real: datetime) -> datetime:
    """The last Saturday but today, 21:30 in Seoul: the demo lives in the past, at the hour when juniors are alone."""
    seoul = real.astimezone(ZoneInfo("Asia/Seoul"))
    saturday = seoul - timedelta(days=(seoul.weekday() - 5) % 7 or 7)
    return saturday.replace(hour=21, minute=30, second=0, microsecond=0).astimezone(UTC)


def people_of(rows: Iterable[Mapping[str, Any]]) -> list[Person]:
    return [
        Person(
            key=row["key"],
            name=row["name"],
            roles=tuple(row["roles"]),
            on_duty=row["on_duty"],
            deputy=row.get("deputy"),
            locale=row["locale"],
            title=row["title"],
            department=row["department"],
            skills=tuple(row.get("skills", ())),
        )
        for row in rows
    ]


def seed(house: Ports, clock: OrgClock, *, url: str) -> int:
    """Id of the demo's organisation, made with its history and its clock at the story's beginning if need be.

    url   where this Bongsu is reached: the demo's own board and phones are local receivers there
    """
    ready = demo_notes.find(SLUG)
    if ready is not None:
        receivers(ready, url)  # the port may be another one today
        return ready
    start = story_start(real_now())
    about, papers = sample("organisation"), documents()
    org = setup.create_org(SLUG, about["name"], at=start, zone=about["zone"], synthetic=True, **papers)
    setup.upsert_people(org, people_of(about["people"]))
    receivers(org, url)
    for signer in ("minseo", "junho"):
        setup.add_signature(org, person=signer, version=org_settings(org).rules_version, at=start)
    charters.take_in(org, by="minseo", at=start)
    for one in sample("guidelines")["guidelines"]:
        guidelines.keep(org, at=start, **one)
    brands = {}
    for row in about["brands"]:
        brands[row["name"]] = brand = setup.upsert_brand(org, row["name"], watch_words(row["words"], where="sample"))
        remember(house, org, brand, start)
        story = {"story": STORY, "seed": str(SEED), "start": start.isoformat()}
        setup.upsert_source(org, "storm", "예시 폭풍 (합성 데이터)", brand=brand, settings=story)
    keys = frozenset(row["key"] for row in about["people"])
    demo_registers.seed(org, sample, brands=brands, people=keys, start=start)
    demo_information.seed(org, sample, brands=brands, start=start, zone=about["zone"])
    keep_offline(org, brands, start)
    for row in sample("silence")["silence"]:
        demo_silence.seed(org, row, start=start, zone=about["zone"], dice=SEED)
    clock.start_at(org, start, speed=FAST)
    keep_clips(org, brands, start)
    keep_reports(org, brands, start)
    count_waiting(house, org=org)
    keep_rota(org, start, about["zone"])
    keep_packets(org, start)
    demo_notes.finish(org)  # last: it says that all of the above is there
    return org


def keep_offline(org: int, brands: Mapping[str, int], start: datetime) -> None:
    """What somebody told on the Watch just before. An earlier start that was killed after this kept it already."""
    for number, row in enumerate(sample("offline")["offline"]):
        told = Reported(
            kind=row["kind"],
            happened_at=start - timedelta(minutes=row["min_ago"]),
            taken_by=row["by"],
            people=row["count"],
            what=row["what"],
            where=row["where"],
        )
        at = start - timedelta(minutes=max(0, row["min_ago"] - 10))
        offline_reports.keep(org, brands[row["brand"]], told, by=row["by"], at=at, once=f"sample-{number}")


def keep_clips(org: int, brands: Mapping[str, int], start: datetime) -> None:
    """What people of the sample kept before the story. Kept again by a second start, each stands once."""
    for row in sample("clips")["clips"]:
        at = start - timedelta(minutes=row["min_ago"])
        about = {name: row[name] for name in ("place", "url", "title", "author")}
        told = clip_rules.clipped(**about, body=row["text"], at=at)
        clips.keep(org, brands[row["brand"]], told, by=row["by"], at=at)


def keep_reports(org: int, brands: Mapping[str, int], start: datetime) -> None:
    """What a shop and the contact centre reported before the story. Again by a second start: each stands once."""
    about = sample("reports")
    for row in about["links"]:
        if public_reports.named(org, row["name"]) is None:
            public_reports.new_link(org, **row, brand=None, at=start - timedelta(days=30))
    for number, row in enumerate(about["reports"]):
        link = public_reports.named(org, row["link"])
        told = report_rules.told(**{name: row[name] for name in ("what", "where", "when", "name", "phone")})
        at = start - timedelta(minutes=row["min_ago"])
        if link is not None:
            public_reports.keep(link, brands[row["brand"]], told, once=f"sample-{number}", at=at)


def keep_packets(org: int, start: datetime) -> None:
    """Where the sample meets when its usual way is down; some recipients have a passphrase, some still lack one."""
    about = sample("packet")
    packets.keep_settings(org, roles=(), pace=[Fallback(**one) for one in about["pace"]])
    for person, phone in about["phones"].items():
        channels.set_phone(org, person, phone)
    for person in about["with_phrase"]:
        packets.new_phrase(org, person, kind="digits", at=start)


def keep_rota(org: int, start: datetime, zone: str) -> None:
    """The sample's patterns from the month before, and a leave and a swap to look at."""
    about, saturday = sample("rota"), start.astimezone(ZoneInfo(zone)).date()
    if rota.rota_of(org, start, start + timedelta(days=1)).patterns:
        return  # an earlier start was killed after this

    def minute(clock: str) -> int:
        return int(clock[:2]) * 60 + int(clock[3:])

    def at(day: int, clock: str = "00:00") -> datetime:
        return instant(saturday + timedelta(days=day), minute(clock), zone)

    for row in about["leave"]:
        rota.add_leave(org, Leave(row["person"], at(row["from_day"]), at(row["to_day"])))
    rota.add_patterns(
        org,
        [
            Pattern(
                key="",
                person=row["person"],
                role=row["role"],
                weekdays=tuple(WEEKDAYS.index(day) for day in row["weekdays"]),
                starts=minute(row["starts"]),
                ends=minute(row["ends"]),
                since=saturday - timedelta(days=28),
                on_holidays=row["holidays"],
            )
            for row in about["patterns"]
        ],
    )
    people = people_of(sample("organisation")["people"])
    for row in about["swaps"]:
        first, last = at(row["day"], row["starts"]), at(row["day"], row["ends"])
        rota.ask_swap(org, Swap("", row["role"], row["person"], row["to"], first, last), people=people, at=start)


def receivers(org: int, url: str) -> None:
    """Point outlets and phones at this Bongsu's own receivers: nothing of a demo leaves the machine."""
    about = sample("organisation")
    hook = demo_notes.hook(org, secrets.token_urlsafe(24))
    host = url.removeprefix("http://").removeprefix("https://")
    people = people_of(about["people"])
    setup.upsert_people(
        org,
        people,
        emails={p.key: f"{p.key}@hangang.example" for p in people},
        addresses={
            p.key: [
                *([f"json://{host}/demo/{hook}/down"] if p.key in FIRST_CHANNEL_DOWN else []),
                f"json://{host}/demo/{hook}/phone/{p.key}",
            ]
            for p in people
        },
        phones={p.key: f"010-0000-{n:04d}" for n, p in enumerate(people, start=1)},  # nobody's
    )
    board = {
        "url": f"{url}/demo/{hook}/board",
        "secret": board_secret(hook),
        "organisation": about["name"],
        "allow_private": "true",
    }
    setup.upsert_outlets(
        org,
        [
            setup.OutletSetup(
                key=row["key"],
                kind=row["kind"],
                name=row["name"],
                purpose=row["purpose"],
                owner=row["owner"],
                settings=board if row["kind"] == "webhook" else {},
            )
            for row in about["outlets"]
        ],
    )


def remember(house: Ports, org: int, brand: int, start: datetime) -> None:
    """Four quiet weeks of counts, what analysis learned from them, and yesterday's posts to look at."""
    storm = STORMS[STORY]
    counts = minute_counts(storm, start, SEED, weeks=WEEKS)
    ref = next(b for b in house.mentions.brands(org) if b.id == brand)
    day = start - timedelta(days=1)
    watch = BrandWatch(ref, house.store.ground(org).table, tones=Tones.load())
    watch.warm({minute: count for minute, count in counts.items() if minute < day})
    # The last day is read post by post: so the watch knows how people usually sound. What it would have told is past.
    posts = [
        Mention(id=p.id, ts=p.ts, source=p.source, text=p.text, author=p.author, url=p.url, seen_at=p.ts)
        for p in earlier_posts(storm, start, SEED)
    ]
    heard = watch.learn(posts, start)
    house.mentions.keep([replace(heard, minutes=counts, claims=(), findings=())])


def links(org: int) -> dict[str, str]:
    """Role → address that signs that person in."""
    return {role: signin.entry_link(org, setup.person_id(org, key)) for role, key in CAST.items()}


# ── while it runs ──────────────────────────────────────────────────────────────────────────────────────────────────
def resume_clocks(clock: OrgClock) -> None:
    """The time while Bongsu was down was not lived."""
    for org in demo_notes.synthetic_orgs():
        clock.resume(org)


def keep_time(clock: OrgClock) -> None:
    """Each second: anchor the clocks, and slow down when the first room has opened."""
    for org in demo_notes.synthetic_orgs():
        clock.heartbeat(org)
        if clock.speed(org) > CALM and demo_notes.calm_down(org):
            clock.set_speed(org, CALM)
