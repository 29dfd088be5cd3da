"""Both languages of the site: English is complete, says what Korean says, and no Korean is left on an English page."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import httpx
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize
from tests.kit import sample
from tests.kit.clock import FakeClock
from tests.kit.databases import Databases
from tests.kit.reader import signed_in
from tests.kit.wake import MemoryWake
from tests.kit.world import World

import bongsu.web
from bongsu.connectors.kit import http
from bongsu.core.events import DeliverySent, DeliveryStarted, DeliveryUnsure, FindingNoted
from bongsu.core.values import WatchWords
from bongsu.crisis import speak
from bongsu.flows.setup import OUTLET_COLUMNS, PEOPLE_COLUMNS
from bongsu.store import setup
from bongsu.store.mentions.models import Claim
from bongsu.store.queries import front
from bongsu.web import panels
from bongsu.web.josa import particle
from bongsu.web.reasons import CODES, reason_words
from bongsu.web.viewer import Viewer

WEB = Path(bongsu.web.__file__).parent
ENGLISH = WEB / "locale" / "en" / "LC_MESSAGES"
HANGUL = re.compile(r"[ㄱ-ㅎㅏ-ㅣ가-힣]")
COLLECT = "run tools/words.py (make words) and write the English of what is new"

#: Korean that is no message: particles, dates written by hand, and the language's own name.
NOT_MESSAGES = {"josa.py": None, "won.py": None, "templatetags/bongsu.py": {"년 ", "월 ", "일 ", "일"}}
PARTICLES = {"이", "을", "로"}
OWN_NAME = "한국어"


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (ENGLISH / "django.po").open("rb") as file:
        return read_po(file)


def messages(catalogue: Catalog) -> Iterator[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Each message with what is said in Korean and in English: one sentence, or singular and plural."""
    for message in catalogue:
        if message.id:
            yield message, _forms(message.id), _forms(message.string)


def _forms(said: object) -> tuple[str, ...]:
    return tuple(cast("tuple[str, ...]", said)) if isinstance(said, list | tuple) else (str(said or ""),)


def blanks(sentence: str) -> set[str]:
    """What is filled in later: %(name)s, {name}, %%."""
    return set(re.findall(r"%\(\w+\)[-+ 0-9.]*[a-z]|%%|\{\w*\}", sentence))


# ── the catalogue ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_sentence_has_its_english(catalogue: Catalog) -> None:
    lacking = [korean for message, korean, english in messages(catalogue) if message.fuzzy or not all(english)]
    assert not lacking, COLLECT


def test_english_fills_in_the_same_names_as_korean(catalogue: Catalog) -> None:
    for _message, korean, english in messages(catalogue):
        for said in english:
            assert blanks(said) == blanks(korean[0]), said


def test_english_is_written_without_hangul(catalogue: Catalog) -> None:
    assert [e for _message, _korean, english in messages(catalogue) for e in english if HANGUL.search(e)] == []


def test_english_begins_and_ends_as_korean_does(catalogue: Catalog) -> None:
    """A space or a line break at an edge joins two sentences; a missing stop runs them together."""
    for _message, korean, english in messages(catalogue):
        for said in english:
            assert said[:1].isspace() == korean[0][:1].isspace(), said
            assert said[-1:].isspace() == korean[0][-1:].isspace(), said


def test_what_is_compiled_is_what_is_written(catalogue: Catalog) -> None:
    with (ENGLISH / "django.mo").open("rb") as file:
        compiled = {_forms(m.id): _forms(m.string) for m in read_mo(file) if m.id}
    assert compiled == {korean: english for _message, korean, english in messages(catalogue)}, COLLECT


# ── nothing is left out ────────────────────────────────────────────────────────────────────────────────────────────
def _strings(source: str) -> Iterator[str]:
    """String literals of code, docstrings apart."""
    tree = ast.parse(source)
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


def _asked(template: str) -> Iterator[str]:
    """Sentences that {% translate %} and {% blocktranslate %} ask for."""
    for call in re.finditer(r"""\b(?:gettext|ngettext|_)\((.+?)\)\s""", templatize(template, origin="") + "\n", re.S):
        try:
            said = ast.literal_eval(f"({call[1]},)")
        except (SyntaxError, ValueError):  # a filter's own brackets: its string stands by itself
            continue
        yield from (s for s in said if isinstance(s, str))


def test_korean_in_the_code_of_the_site_is_a_message(catalogue: Catalog) -> None:
    known = {form for _message, korean, _english in messages(catalogue) for form in korean} | PARTICLES | {OWN_NAME}
    for path in sorted(WEB.rglob("*.py")):
        allowed = NOT_MESSAGES.get(path.relative_to(WEB).as_posix(), set())
        if allowed is not None and path.name != "mentions.py":  # the API's own title is its name in both languages
            found = {s for s in _strings(path.read_text("utf-8")) if HANGUL.search(s)}
            assert found - known - allowed == set(), f"{path.relative_to(WEB)}: {COLLECT}"


def test_korean_in_a_template_is_a_message(catalogue: Catalog) -> None:
    known = {form for _message, korean, _english in messages(catalogue) for form in korean}
    for path in sorted((WEB / "templates").rglob("*.*")):
        source = path.read_text("utf-8")
        asked = {s for s in _asked(source) if HANGUL.search(s)}
        assert asked - known == set(), f"{path.relative_to(WEB)}: {COLLECT}"
        rest = re.sub(r"\{% *blocktrans.*?endblocktrans(late)? *%\}|\{#.*?#\}", "", source, flags=re.S)
        rest = re.sub(r"""(translate|trans|_\() *("[^"]*"|'[^']*')|with_josa:"\w+"|josa [^%]*""", "", rest)
        assert HANGUL.findall(rest.replace(OWN_NAME, "")) == [], path.relative_to(WEB)


def test_what_has_a_plural_is_always_asked_with_a_number(catalogue: Catalog) -> None:
    """Korean says "2명" either way; without a number English would say "2 person"."""
    plural = {korean[0] for _message, korean, _english in messages(catalogue) if len(korean) > 1}
    for path in sorted((WEB / "templates").rglob("*.*")):
        for given, said in re.findall(
            r"\{% *blocktrans(?:late)?(.*?)%\}(.*?)\{% *endblocktrans", path.read_text("utf-8"), re.S
        ):
            if " count " not in given:
                assert re.sub(r"\{\{ *(\w+) *\}\}", r"%(\1)s", said) not in plural, f"{path.relative_to(WEB)}: {said}"


def test_korean_in_a_script_stands_beside_its_english() -> None:
    for path in sorted((WEB / "static" / "js").rglob("*.js")):
        for line in path.read_text("utf-8").splitlines():
            if HANGUL.search(line):
                assert line.lstrip().startswith(("ko:", "//")), f"{path.name}: {line}"


def test_particles_are_left_out_of_other_languages() -> None:
    assert particle("유리조각", "이") == "이"
    with translation.override("en"):
        assert particle("glass", "이") == ""


# ── reasons ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("stored", "korean", "english"),
    [
        ("superseded", "새 입장문이 대신합니다.", "A newer statement takes its place."),
        ("refused: HTTP 403", "HTTP 403", "HTTP 403"),
        ("maybe_sent: no answer in time", "제때 답이 없었습니다.", "No answer in time."),
        ("try_later", "아웃렛이 나중에 다시 보내라고 합니다.", "The outlet asks us to send it later."),
        (
            "address 2 is not one that Apprise knows; 1 service(s) gave no answer within 20 s",
            "2번째 호출 주소를 알아볼 수 없습니다. 20초 안에 답하지 않은 곳: 1.",
            "Call address 2 is not one we know. Services with no answer within 20 s: 1.",
        ),
        ("refused: 100%(why)s sure; <b>", "100%(why)s sure; <b>", "100%(why)s sure; <b>"),
        ("", "", ""),
    ],
)
def test_a_stored_reason_is_told_in_the_readers_language(stored: str, korean: str, english: str) -> None:
    assert reason_words(stored) == korean
    with translation.override("en"):
        assert reason_words(stored) == english


def test_every_reason_a_delivery_is_stopped_for_has_words() -> None:
    told = speak.may_send.__doc__ or ""
    codes = re.search(r"^    (paused, .+)\.$", told, re.MULTILINE)
    assert codes is not None
    # A delivery that is settled, unknown or not yet due writes no line.
    assert set(codes[1].split(", ")) - {"not_yet", "settled", "unknown"} <= set(CODES)


@pytest.mark.parametrize(
    "problem", [httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadTimeout, httpx.ReadError, httpx.WriteError]
)
def test_what_a_connection_ended_with_is_told_in_korean(problem: type[httpx.TransportError]) -> None:
    assert HANGUL.search(reason_words(f"try_later: {http.said(problem(''))}"))


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────
ENGLISH_NAMES = {
    "haneul": ("Haneul Park", "Social media"),
    "seojun": ("Seojun Lee", "Online team lead"),
    "jiwoo": ("Jiwoo Jeong", "Counsel"),
    "minseo": ("Minseo Han", "CEO"),
    "doyun": ("Doyun Choi", "Social media"),
    "yerin": ("Yerin Kang", "Legal"),
}
SAID = {
    "empathy": "We are sorry for the worry this has caused.",
    "facts": "A customer told us of a piece of glass.",
    "unknowns": "We are finding out where it came from.",
    "action": "Shipping has stopped.",
    "commitment": "You hear it here first.",
    "contact": "Call 080-000-0000.",
}


@pytest.fixture
def hangang(database: Databases, clock: FakeClock) -> World:
    """The sample organisation as an English-speaking house keeps it: everything people wrote is in English."""
    charter = sample.CHARTER | {
        "principles": [{"id": "p1", "text": "The safety of people comes first."}],
        "red_lines": [{"id": "r1", "act": "takedown", "min_level": 3, "text": "We do not have criticism taken down."}],
    }
    org = setup.create_org(
        "hangang",
        "Hangang Foods",
        at=clock.at,
        synthetic=True,
        levels=sample.LEVELS,
        charter=charter,
        playbook=[step | {"text": "Check the first post and its photo."} for step in sample.PLAYBOOK],
        holding=SAID,
    )
    setup.upsert_people(
        org,
        [
            replace(
                person,
                name=ENGLISH_NAMES[person.key][0],
                title=ENGLISH_NAMES[person.key][1],
                locale="en",
                roles=(*person.roles, *(("operator",) if person.key == "doyun" else ())),
            )
            for person in sample.PEOPLE
        ],
    )
    setup.upsert_outlets(
        org,
        [
            replace(outlet, name={"newsroom": "Online newsroom", "partners": "Partner board"}[outlet.key])
            for outlet in sample.OUTLETS
        ],
    )
    words = WatchWords(include=("hangang",), exclude=("hangang park",), risk={"safety": ("glass",)})
    return World(org=org, brand=setup.upsert_brand(org, "Hangang", words), clock=clock, wake=MemoryWake())


#: Headings a CSV may have, in Korean and in English, are shown as they are written.
HEADINGS = re.compile("|".join(f" — {', '.join(c.headings)}, " for c in (*PEOPLE_COLUMNS, *OUTLET_COLUMNS)))
#: The statement says when we speak again in the organisation's own language, Korean (crisis.speak).
NEXT_WORD = re.compile(r"다음 안내는 [^.<]*드리겠습니다\.")


def reader(world: World, who: str) -> Client:
    client = signed_in(world, who)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def hangul(client: Client, path: str, posted: dict[str, object] | None = None) -> list[str]:
    """Every run of Korean in the page that answers, with some text around it; the language's own name apart."""
    answer = client.get(path) if posted is None else client.post(path, posted, follow=True)
    page = HEADINGS.sub("", NEXT_WORD.sub("", answer.content.decode().replace(OWN_NAME, "")))
    return [f"{path}: …{page[max(0, m.start() - 60) : m.end() + 40]}…" for m in re.finditer(r"[가-힣]+", page)]


def act(client: Client, room: int, name: str, **fields: object) -> list[str]:
    return hangul(client, f"/rooms/{room}/do/{name}", fields)


def room_of(world: World) -> int:
    """A room opened from the Watch by its button, in English."""
    posted = {"brand": world.brand, "title": "Glass in a juice", "why": "Photos on three boards.", "level": "3"}
    assert hangul(reader(world, "haneul"), "/watch/open/", posted) == []
    return world.store.open_rooms(world.org, world.brand)[0]


ROOM_PAGES = ("", "decisions/", "voice/", "brief/", "review/")
SETTINGS = ("", "brands/", "sources/", "outlets/", "people/", "levels/", "holding/", "notifications/")
FIRST_HOUR = ("company", "brands", "words", "people", "outlets", "levels", "signers", "test-call", "missing")


def test_the_watch_and_the_list_of_rooms_are_english(hangang: World) -> None:
    for who in ("haneul", "minseo", "doyun"):
        client = reader(hangang, who)
        for path in ("/", "/rooms/", f"/watch/{hangang.brand}/series.json", "/search?q=s"):
            assert hangul(client, path) == []
    assert hangul(reader(hangang, "haneul"), "/watch/open/", {"brand": "", "title": "", "why": "", "level": "9"}) == []


def test_an_empty_room_is_english_for_everybody(hangang: World) -> None:
    room = room_of(hangang)
    for who in ENGLISH_NAMES:
        for page in ROOM_PAGES:
            assert hangul(reader(hangang, who), f"/rooms/{room}/{page}") == []
        assert hangul(reader(hangang, who), "/") == []


def test_a_room_at_work_is_english(hangang: World) -> None:
    room = room_of(hangang)
    haneul, seojun = reader(hangang, "haneul"), reader(hangang, "seojun")
    hangang.append(
        room,
        FindingNoted("f1", "surge", 3, 640, 900, 52, 3100, 40, ("m1",), None, "safety", hangang.now, "Glass!"),
        FindingNoted("f2", "claim", 3, 0, 1800, 6, 0, 6, ("m2",), "c1", None, hangang.now, "Glass again."),
        FindingNoted("f3", "risk", 3, 0, 1800, 4, 0, 4, ("m3",), None, "safety", hangang.now),
        by="system",
    )
    left = [
        *act(seojun, room, "acknowledge"),
        *act(seojun, room, "take_lead", why="It is my turn."),
        *act(haneul, room, "estimate", level=4, press_pct=70, why="A video is coming."),
        *act(seojun, room, "estimate", level=2, press_pct=10, why="Still small."),
        *act(haneul, room, "note_fact", text="Lot L2411-07.", status="confirmed", source="Quality"),
        *act(haneul, room, "note_fact", text="The glass is ours.", status="unconfirmed", source=""),
        *act(haneul, room, "settle_fact", fact=hangang.room(room).facts[0].id, status="false", source="Quality"),
        *act(seojun, room, "ask", question="Stop the sale?", options="Yes\nNo", default=1, owner="minseo", minutes=15),
        *act(haneul, room, "object", decision=hangang.room(room).decisions[0].id, why="Too early."),
        *act(haneul, room, "judge", decision=hangang.room(room).decisions[0].id, option=0, why="Stop it."),
        *act(seojun, room, "propose", decision=hangang.room(room).decisions[0].id, option=0, minutes=5),
        *act(seojun, room, "consult", decision="", person="role:legal", question="May we say so?", minutes=10),
        *act(seojun, room, "note_fault", text="The line runs.", owner="haneul", minutes=30),
        *act(haneul, room, "move_fault", fault=hangang.room(room).faults[0].id, state="stopped", note=""),
        *act(seojun, room, "give_task", text="Call the lab.", owner="haneul", minutes=20),
        *act(haneul, room, "finish_task", task=hangang.room(room).tasks[0].id, note="They answered."),
        *act(seojun, room, "raise_beacon", level=4, why="It grows."),
        *act(seojun, room, "lower_beacon", level=3, why="It was one post."),
        *act(seojun, room, "offer_lead", to="minseo", note="All yours."),
        *act(seojun, room, "rename", title="Glass in pear juice"),
        *act(haneul, room, "note", text="Three boards."),
        *act(haneul, room, "pause", why="To be safe."),
        *act(seojun, room, "resume", why="Checked."),
        *act(haneul, room, "explode"),
        *act(haneul, room, "lower_beacon", level=9, why=""),
    ]
    assert left == []
    events = {type(event).__name__ for event in hangang.events(room)}
    assert {"LeadTaken", "DecisionAsked", "ObjectionRaised", "TaskDone", "BeaconLowered", "OutletsResumed"} <= events
    hangang.clock.at += timedelta(hours=3)  # everything is late now
    for who in ENGLISH_NAMES:
        for page in (*ROOM_PAGES, f"findings/{hangang.room(room).findings[0].seq}/"):
            assert hangul(reader(hangang, who), f"/rooms/{room}/{page}") == []


def test_speaking_is_english(hangang: World) -> None:
    room = room_of(hangang)
    seojun = reader(hangang, "seojun")
    act(seojun, room, "take_lead", why="It is my turn.")
    due = (hangang.now + timedelta(hours=1)).isoformat()
    draft: dict[str, object] = {f"slot-{name}": words for name, words in SAID.items()}
    assert act(seojun, room, "edit", **draft, base_version=0, next_update_at="") == []
    assert act(seojun, room, "edit", **draft, base_version=0, next_update_at="") == []  # somebody was faster
    assert act(seojun, room, "approve", digest="0" * 64) == []
    assert act(seojun, room, "edit", **draft, base_version=1, next_update_at=due) == []
    page = seojun.get(f"/rooms/{room}/voice/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest is not None
    assert act(seojun, room, "approve", digest=digest[1]) == []
    first, second = (delivery.id for delivery in hangang.room(room).deliveries)
    hangang.append(room, DeliveryStarted(first, 1), DeliverySent(first, "/newsroom/x/"), by="system")
    hangang.append(room, DeliveryStarted(second, 1), DeliveryUnsure(second, "timeout"), by="system")
    for page in ROOM_PAGES:
        assert hangul(seojun, f"/rooms/{room}/{page}") == []
    assert act(seojun, room, "close", summary="Over.", waiver="Not needed") == []  # not yet: one delivery is unsure
    assert act(seojun, room, "settle", delivery=second, found="yes", url="https://partners.example/1") == []
    assert act(seojun, room, "withdraw", statement=hangang.room(room).statements[0].id, why="New facts.") == []
    assert act(seojun, room, "close", summary="Over.", waiver="Not needed") == []
    assert not hangang.room(room).is_open
    for page in (*ROOM_PAGES, "../"):
        assert hangul(seojun, f"/rooms/{room}/{page}") == []


def test_one_view_is_drawn_for_readers_of_both_languages(hangang: World) -> None:
    """A live page is read once and drawn for everybody: no word may be fixed in the language it was read in."""
    room = room_of(hangang)
    Claim.objects.create(
        org=hangang.org,
        brand=hangang.brand,
        key="c1",
        text="Glass in the juice",
        first_at=hangang.now - timedelta(minutes=30),
        last_at=hangang.now - timedelta(minutes=1),
        size=6,
        authors=5,
        copies=2,
        first_mention="m1",
        category="safety",
        memory=b"",
    )
    found = front.reader_of_user(setup.user_for(hangang.org, "haneul"))
    assert found is not None
    person, org = found
    for kind, key in (("watch", ""), ("room", str(room)), ("me", "")):
        topic = panels.find_topic(kind)
        assert topic is not None
        with translation.override("ko"):
            view = topic.load(hangang.org, key, hangang.now)
        for panel in panels.of(kind):
            drawn = panels.inner(panel, Viewer(org, "en", org.zone, person), view)
            assert not HANGUL.search(drawn), f"{kind}/{panel.name}"
        if kind == "watch":
            brands = panels.whole("watch", "brands", Viewer(org, "ko", org.zone, person), view)
            assert "안전" in brands


def test_settings_are_english_for_operators_and_for_readers(hangang: World) -> None:
    for who in ("doyun", "minseo"):
        for page in SETTINGS:
            assert hangul(reader(hangang, who), f"/settings/{page}") == []
    minseo = reader(hangang, "minseo")
    for act_, level in (("publish_holding", 3), ("publish_holding", 5), ("takedown", 4), ("stop_sale", 2)):
        asked = f"/charter/?role=leader&act={act_}&level={level}&who=seojun&amount=0"
        assert hangul(minseo, asked) == []
    assert hangul(minseo, "/settings/brands/?try=glass+in+hangang+juice") == []


def test_forms_refuse_in_english(hangang: World) -> None:
    doyun = reader(hangang, "doyun")
    for name in ("org", "brand", "feed", "intake", "outlet", "person", "holding", "levels", "duty", "source-test"):
        assert hangul(doyun, f"/settings/do/{name}/", {"new": "1", "url": "nowhere", "kind": "webhook"}) == []


def test_the_first_hour_is_english(hangang: World) -> None:
    doyun = reader(hangang, "doyun")
    for step in FIRST_HOUR:
        assert hangul(doyun, f"/settings/first-hour/{step}/") == []
    rows = "name,email,roles\nBora Yoon,bora@example.com,cs\n=1+1,x@example.com,legal\nNobody,none,wizard\n,,\n"
    assert hangul(doyun, "/settings/first-hour/people/", {"text": rows}) == []
    assert hangul(doyun, "/settings/first-hour/people/", {"text": rows, "keep": "1"}) == []
    assert hangul(doyun, "/settings/first-hour/outlets/", {"text": "name,kind\nBoard,fax\n"}) == []


def test_the_public_and_those_who_sign_in_read_english(hangang: World) -> None:
    reader(hangang, "haneul")
    stranger = Client(headers={"accept-language": "en-GB,en;q=0.9,ko;q=0.5"})
    for path in ("/newsroom/", "/newsroom/feed.atom", "/newsroom/nothing/", "/accounts/login/", "/nothing"):
        assert hangul(stranger, path) == []
    assert hangul(stranger, "/accounts/login/", {"login": "haneul", "password": "wrong"}) == []
    assert hangul(stranger, "/accounts/password/reset/") == []
    for path in ("/nothing", "/demo/board/", "/demo/phone/haneul/", "/accounts/logout/", "/accounts/2fa/"):
        assert hangul(reader(hangang, "haneul"), path) == []
