"""The three registers as tables: touch-points, risks, stakeholders; read and checked before anything is kept.

Nothing here writes. Every fault has its line and column; what `to_…` writes, `import_…` reads back as it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Generic, TypeVar

from bongsu.core.values import SLOTS, Risk, Stakeholder, TouchPoint
from bongsu.crisis.foresight import STANCES
from bongsu.crisis.text import SLOT as SLOT_MOST
from bongsu.flows.setup import NO, YES, is_web_address, outlet_key
from bongsu.flows.tables import Column, Fault, Row, read, unguard, write

#: What a touch-point can be, with the words that mean it; the first is the one we write.
KINDS: Mapping[str, tuple[str, ...]] = {
    "sns": ("SNS 계정", "sns", "소셜", "계정"),
    "website": ("홈페이지·앱", "홈페이지", "웹사이트", "앱", "쇼핑몰"),
    "messenger": ("메신저 채널", "메신저", "카카오톡 채널", "카톡채널"),
    "newsletter": ("뉴스레터", "문자·메일", "메일링"),
    "contact_centre": ("고객센터", "상담문", "상담 스크립트", "콜센터"),
    "shop": ("매장", "점포", "판매대"),
    "dealer": ("대리점", "특약점", "유통점"),
    "partner": ("협력사", "거래처"),
    "agency": ("대행사", "에이전시"),
    "ad": ("광고", "광고 계정", "캠페인"),
    "community": ("커뮤니티·카페", "커뮤니티", "카페", "동호회"),
    "press": ("언론 창구", "기자 연락처", "언론"),
    "ceo": ("대표 개인 계정", "ceo 계정", "대표 계정"),
    "other": ("그 밖", "기타"),
}
STAKEHOLDER_KINDS: Mapping[str, tuple[str, ...]] = {
    "regulator": ("당국", "규제기관", "정부"),
    "press": ("언론", "기자", "매체"),
    "ngo": ("시민단체", "ngo", "소비자단체"),
    "community": ("커뮤니티", "카페", "온라인 커뮤니티"),
    "influencer": ("인플루언서", "유튜버", "크리에이터"),
    "customers": ("고객 모임", "고객", "소비자"),
    "partner": ("협력사", "대리점", "거래처"),
    "union": ("노동조합", "노조"),
    "investor": ("투자자", "주주"),
    "expert": ("전문가", "학계"),
    "other": ("그 밖", "기타"),
}
STANCE_WORDS: Mapping[str, tuple[str, ...]] = {
    "threatening": ("위협", "적대", "비판"),
    "neutral": ("중립",),
    "ally": ("우호", "우군", "협력"),
}

_SLOT_HEADINGS = tuple(
    zip(SLOTS, ("공감", "확인된 사실", "아직 모르는 것", "조치와 다음 안내", "책임과 약속", "안내 창구"), strict=True)
)

TOUCHPOINT_COLUMNS = (
    Column("name", ("이름", "접점"), required=True),
    Column("kind", ("종류", "type"), required=True),
    Column("key", ("키", "id")),
    Column("purpose", ("용도", "목적")),
    Column("department", ("부서", "소속")),
    Column("owner", ("담당자", "담당")),
    Column("deputy", ("대리자", "대행", "대리")),
    Column("key_holder", ("열쇠 가진 사람", "열쇠지기", "비밀번호 보관")),
    Column("outlet", ("아웃렛", "outlet")),
    Column("brand", ("브랜드", "brand")),
    Column("url", ("주소", "링크"), plain=False),
    Column("capacity", ("시간당 응대", "응대량")),
    Column("enabled", ("사용", "쓰는지")),
    Column("proven_at", ("마지막 확인 (내보낼 때만)", "마지막 확인")),  # never read: that somebody got in is an act
)
RISK_COLUMNS = (
    Column("name", ("이름", "위험"), required=True),
    Column("key", ("키", "id")),
    Column("owner", ("담당자", "담당")),
    Column("likelihood", ("가능성", "발생 가능성")),
    Column("impact", ("영향", "심각도")),
    Column("hurt", ("다치는 사람", "피해자")),
    Column("words", ("감시어", "낱말"), plain=False),
    Column("categories", ("위험 갈래", "갈래"), plain=False),
    Column("brand", ("브랜드", "brand")),
    Column("scenario", ("시나리오",), plain=False, lines=True),
    *(Column(slot, (f"문안: {words}", words), plain=False, lines=True) for slot, words in _SLOT_HEADINGS),
    Column("reviewed_on", ("마지막 점검", "점검일")),
    Column("review_on", ("다음 점검",)),
)
STAKEHOLDER_COLUMNS = (
    Column("name", ("이름", "이름·단체", "단체"), required=True),
    Column("kind", ("종류", "type"), required=True),
    Column("key", ("키", "id")),
    Column("stance", ("태도", "입장")),
    Column("categories", ("위험 갈래", "갈래"), plain=False),
    Column("channel", ("연락 길", "연락처"), plain=False),
    Column("owner", ("담당자", "말하는 사람", "담당")),
    Column("note", ("메모", "이력"), plain=False, lines=True),
    Column("reviewed_on", ("마지막 점검", "점검일")),
)
TOUCHPOINTS_SAMPLE = (
    "이름,종류,키,용도,부서,담당자,대리자,열쇠 가진 사람,아웃렛,브랜드,주소,시간당 응대,사용\r\n"
    "공식 인스타그램,SNS 계정,insta,새 소식과 댓글 응대,마케팅팀,haneul,seojun,haneul,,,https://instagram.example/hangang,20,예\r\n"
    "고객센터 상담문,고객센터,desk,전화·채팅 상담의 기준 문안,고객센터,bora,gaeun,bora,,,,60,예\r\n"
    "홍보 대행사,대행사,agency,보도자료와 모니터링,홍보팀,yuna,,,,,,0,예\r\n"
)
RISKS_SAMPLE = (
    "이름,키,담당자,가능성,영향,다치는 사람,감시어,위험 갈래,시나리오,문안: 공감,마지막 점검,다음 점검\r\n"
    "이물 혼입 주장,foreign-body,eunji,3,5,제품을 드신 분과 가족,유리;이물;파편,safety,"
    "사진이 먼저 퍼지고 두 시간 안에 기자가 묻는다.,걱정을 끼쳐 드려 죄송합니다.,2026-01-10,2026-07-10\r\n"
)
STAKEHOLDERS_SAMPLE = (
    "이름,종류,키,태도,위험 갈래,연락 길,담당자,메모,마지막 점검\r\n"
    "식품 안전 당국,당국,food-safety,중립,safety;regulator,대표 민원 창구,jiwoo,작년에 서류로 답했다.,2026-01-10\r\n"
)

MOST_CAPACITY = 100_000
MOST_WORDS = 60
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_CATEGORY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
T = TypeVar("T", "TouchPointRow", "RiskRow", "StakeholderRow")


@dataclass(frozen=True, slots=True)
class Names:
    """What a cell may name: anything that means one person, outlet or brand, and nothing that means two."""

    people: Mapping[str, str]  # spelled → key
    outlets: Mapping[str, str]
    brands: Mapping[str, int]
    twice: frozenset[str] = frozenset()  # names that two people have
    #: (key of the entry, column, key of a person who left) as the register stands: left so, it is no fault of a table.
    gone: frozenset[tuple[str, str, str]] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        people: Iterable[tuple[str, str, str]] = (),
        outlets: Iterable[tuple[str, str]] = (),
        brands: Iterable[tuple[int, str]] = (),
        standing: Iterable[TouchPoint | Risk | Stakeholder] = (),
    ) -> "Names":
        """people: (key, name, e-mail); outlets: (key, name); brands: (id, name). A key beats a name spelled alike.

        standing   the register as it stands: it may name people who have left
        """
        people, outlets = tuple(people), tuple(outlets)
        spelled = [(_fold(said), key) for key, name, email in people for said in (name, email) if said]
        many = {said for said, count in Counter(said for said, _ in spelled).items() if count > 1}
        keys = {_fold(key): key for key, _, _ in people}
        return cls(
            people={said: key for said, key in spelled if said not in many} | keys,
            outlets=_alone((_fold(name), key) for key, name in outlets) | {_fold(key): key for key, _ in outlets},
            brands={_fold(name): id for id, name in brands},
            twice=frozenset(many - set(keys)),
            gone=frozenset(
                (entry.key, column, person)
                for entry in standing
                for column in ("owner", "deputy", "key_holder")
                if (person := getattr(entry, column, None)) and _fold(person) not in keys
            ),
        )

    def person_word(self, key: str | None, names: Mapping[str, str]) -> str:
        """How a person is written: by name where that means only them, else by key."""
        name = names.get(key or "", "")
        return name if name and self.people.get(_fold(name)) == key else key or ""


@dataclass(frozen=True, slots=True)
class TouchPointRow:
    line: int
    key: str
    value: TouchPoint
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RiskRow:
    line: int
    key: str
    value: Risk


@dataclass(frozen=True, slots=True)
class StakeholderRow:
    line: int
    key: str
    value: Stakeholder


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    rows: tuple[T, ...]  # every row here is sound and can be kept
    faults: tuple[Fault, ...]
    encoding: str = "utf-8"
    ignored: tuple[str, ...] = ()


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
def import_touchpoints(data: bytes | str, *, names: Names) -> "Read[TouchPointRow]":
    """Touch-points from CSV. People, outlets and brands may be named by key or by name. A proof is never imported:
    that somebody got in is an act, not a cell."""
    return _read(data, TOUCHPOINT_COLUMNS, lambda cells: _touchpoint(cells, names))


def import_risks(data: bytes | str, *, names: Names) -> "Read[RiskRow]":
    """Risks from CSV. Words and categories are parted by semicolons, days are written 2026-03-07."""
    return _read(data, RISK_COLUMNS, lambda cells: _risk(cells, names))


def import_stakeholders(data: bytes | str, *, names: Names) -> "Read[StakeholderRow]":
    """Stakeholders from CSV."""
    return _read(data, STAKEHOLDER_COLUMNS, lambda cells: _stakeholder(cells, names))


class _Cells:
    """One row being read: what its cells mean, and what is wrong with them."""

    def __init__(self, row: Row, columns: Sequence[Column], names: Names) -> None:
        self.row, self.names = row, names
        self.faults: list[Fault] = []
        self._guarded = {column.name for column in columns if not column.plain}

    def fault(self, column: str, code: str, value: str | None = None) -> None:
        self.faults.append(Fault(self.row.line, column, code, (self.text(column) if value is None else value)[:60]))

    def text(self, column: str, most: int = 0) -> str:
        cell = self.row.cells.get(column, "")
        said = unguard(cell) if column in self._guarded else cell
        if most and len(said) > most:
            self.fault(column, "cell_too_long", str(most))
        return said

    def key(self, made_of: str) -> str:
        key = self.text("key").casefold() or outlet_key(made_of, self.text("name"))
        if not _KEY.fullmatch(key):
            self.fault("key", "key")
        return key

    def one_of(self, column: str, words: Mapping[str, tuple[str, ...]], *, default: str = "") -> str:
        said = _fold(self.text(column))
        if not said and default:
            return default
        found = next((code for code, also in words.items() if said in (code, *map(_fold, also))), "")
        if not found:
            self.fault(column, f"{column}_unknown")
        return found

    def person(self, column: str) -> str | None:
        said = self.text(column)
        if not said:
            return None
        if (self.text("key").casefold(), column, said) in self.names.gone:
            return said
        found = self.names.people.get(_fold(said))
        if found is None:
            self.fault(column, "person_twice" if _fold(said) in self.names.twice else "no_such_person")
        return found

    def outlet(self) -> str | None:
        said = self.text("outlet")
        found = self.names.outlets.get(_fold(said)) if said else None
        if said and found is None:
            self.fault("outlet", "no_such_outlet")
        return found

    def brand(self) -> int | None:
        said = self.text("brand")
        found = self.names.brands.get(_fold(said)) if said else None
        if said and found is None:
            self.fault("brand", "no_such_brand")
        return found

    def number(self, column: str, *, low: int, high: int, default: int) -> int:
        said = self.text(column).replace(",", "")
        if not said:
            return default
        if not (said.isascii() and said.isdigit() and len(said) <= 9 and low <= int(said) <= high):
            self.fault(column, "number", f"{said[:20]}|{low}–{high}")
            return default
        return int(said)

    def yes(self, column: str) -> bool:
        said = self.text(column).casefold()
        if said and said not in YES + NO:
            self.fault(column, "yes_no")
        return said not in NO

    def day(self, column: str) -> date | None:
        said = self.text(column)
        try:
            return date.fromisoformat(said.replace(".", "-").replace("/", "-")) if said else None
        except ValueError:
            self.fault(column, "day")
            return None

    def words(self, column: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,\n]", self.text(column)) if part.strip()))
        if len(found) > MOST_WORDS or any(len(word) > 60 for word in found):
            self.fault(column, "too_many_words", str(MOST_WORDS))
        return found

    def categories(self) -> tuple[str, ...]:
        found = tuple(word.casefold() for word in self.words("categories"))
        if any(not _CATEGORY.fullmatch(one) for one in found):
            self.fault("categories", "category")
        return tuple(dict.fromkeys(found))


def _touchpoint(cells: Row, names: Names) -> tuple[TouchPointRow | None, list[Fault]]:
    c = _Cells(cells, TOUCHPOINT_COLUMNS, names)
    kind = c.one_of("kind", KINDS)
    url = c.text("url", 300)
    if url and not is_web_address(url):
        c.fault("url", "web_address")
    point = TouchPoint(
        key=c.key(kind),
        name=c.text("name", 80),
        kind=kind,
        purpose=c.text("purpose", 160),
        department=c.text("department", 80),
        owner=c.person("owner"),
        deputy=c.person("deputy"),
        key_holder=c.person("key_holder"),
        outlet=c.outlet(),
        brand=c.brand(),
        url=url,
        capacity=c.number("capacity", low=0, high=MOST_CAPACITY, default=0),
    )
    enabled = c.yes("enabled")
    return (None if c.faults else TouchPointRow(cells.line, point.key, point, enabled)), c.faults


def _risk(cells: Row, names: Names) -> tuple[RiskRow | None, list[Fault]]:
    c = _Cells(cells, RISK_COLUMNS, names)
    risk = Risk(
        key=c.key("risk"),
        name=c.text("name", 120),
        owner=c.person("owner"),
        likelihood=c.number("likelihood", low=1, high=5, default=3),
        impact=c.number("impact", low=1, high=5, default=3),
        hurt=c.text("hurt", 160),
        words=c.words("words"),
        categories=c.categories(),
        brand=c.brand(),
        scenario=c.text("scenario", 2_000),
        slots={slot: text for slot in SLOTS if (text := c.text(slot, SLOT_MOST))},
        reviewed_on=c.day("reviewed_on"),
        review_on=c.day("review_on"),
    )
    return (None if c.faults else RiskRow(cells.line, risk.key, risk)), c.faults


def _stakeholder(cells: Row, names: Names) -> tuple[StakeholderRow | None, list[Fault]]:
    c = _Cells(cells, STAKEHOLDER_COLUMNS, names)
    stance = c.one_of("stance", STANCE_WORDS, default="neutral")
    one = Stakeholder(
        key=c.key("who"),
        name=c.text("name", 80),
        kind=c.one_of("kind", STAKEHOLDER_KINDS),
        stance=stance if stance in STANCES else "neutral",
        categories=c.categories(),
        channel=c.text("channel", 160),
        owner=c.person("owner"),
        note=c.text("note", 1_000),
        reviewed_on=c.day("reviewed_on"),
    )
    return (None if c.faults else StakeholderRow(cells.line, one.key, one)), c.faults


def _read(
    data: bytes | str, columns: Sequence[Column], make: Callable[[Row], tuple[T | None, list[Fault]]]
) -> "Read[T]":
    table = read(data, columns)
    faults = list(table.faults)
    seen: dict[str, int] = {}
    rows: list[T] = []
    for cells in table.rows:
        row, wrong = make(cells)
        faults += wrong
        if row is None:
            continue
        # Of rows that name the same thing only the first is kept: which one was meant is not ours to guess.
        if row.key in seen:
            faults.append(Fault(row.line, "key", "twice", f"{row.key}|{seen[row.key]}"))
            continue
        seen[row.key] = row.line
        rows.append(row)
    return Read(tuple(rows), tuple(sorted(faults, key=lambda f: f.line)), table.encoding, table.ignored)


# ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Spelling:
    """How people, outlets and brands are written into a table so that `names` reads them back."""

    names: Names
    people: Mapping[str, str]  # key → name
    brands: Mapping[int, str]
    zone: tzinfo = UTC

    def person(self, key: str | None) -> str:
        return self.names.person_word(key, self.people)

    def moment(self, at: datetime | None) -> str:
        """To the minute, by the organisation's clock."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if at else ""


def touchpoints_csv(points: Iterable[tuple[TouchPoint, bool]], *, spelling: Spelling) -> bytes:
    """Touch-points, each with whether it is in use."""
    return write(
        TOUCHPOINT_COLUMNS,
        (
            {
                "name": p.name,
                "kind": KINDS.get(p.kind, (p.kind,))[0],
                "key": p.key,
                "purpose": p.purpose,
                "department": p.department,
                "owner": spelling.person(p.owner),
                "deputy": spelling.person(p.deputy),
                "key_holder": spelling.person(p.key_holder),
                "outlet": p.outlet or "",
                "brand": spelling.brands.get(p.brand or 0, ""),
                "url": p.url,
                "capacity": str(p.capacity),
                "enabled": YES[0] if enabled else NO[0],
                "proven_at": spelling.moment(p.proven_at),
            }
            for p, enabled in points
        ),
    )


def risks_csv(risks: Iterable[Risk], *, spelling: Spelling) -> bytes:
    return write(
        RISK_COLUMNS,
        (
            {
                "name": r.name,
                "key": r.key,
                "owner": spelling.person(r.owner),
                "likelihood": str(r.likelihood),
                "impact": str(r.impact),
                "hurt": r.hurt,
                "words": ";".join(r.words),
                "categories": ";".join(r.categories),
                "brand": spelling.brands.get(r.brand or 0, ""),
                "scenario": r.scenario,
                **r.slots,
                "reviewed_on": _day(r.reviewed_on),
                "review_on": _day(r.review_on),
            }
            for r in risks
        ),
    )


def stakeholders_csv(stakeholders: Iterable[Stakeholder], *, spelling: Spelling) -> bytes:
    return write(
        STAKEHOLDER_COLUMNS,
        (
            {
                "name": s.name,
                "kind": STAKEHOLDER_KINDS.get(s.kind, (s.kind,))[0],
                "key": s.key,
                "stance": STANCE_WORDS[s.stance][0],
                "categories": ";".join(s.categories),
                "channel": s.channel,
                "owner": spelling.person(s.owner),
                "note": s.note,
                "reviewed_on": _day(s.reviewed_on),
            }
            for s in stakeholders
        ),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Only what means one thing."""
    pairs = tuple(pairs)
    many = {said for said, count in Counter(said for said, _ in pairs).items() if count > 1}
    return {said: key for said, key in pairs if said not in many}


def _fold(name: str) -> str:
    return "".join(name.casefold().split())
