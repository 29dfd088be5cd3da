"""What an emergency packet says, in words: the same for the PDF and for the copy on a phone.

Everything is plain text in the language of whoever reads it; times are in the organisation's zone, which is written
beside them. Nothing that opens a door is in it: no passwords, no channel addresses, no tokens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy as lazy

from bongsu.core.formation import Seat
from bongsu.core.values import SLOTS, ApprovalChain, LevelRow, Mandate, Person, TouchPoint
from bongsu.crisis.convene.ladder import first_round, successors, wanted
from bongsu.crisis.convene.one_voice import ONLY_THIS
from bongsu.store.queries.packets import Contact, Facts
from bongsu.web.charter.words import chain_words, terms
from bongsu.web.lines import level_name
from bongsu.web.setup.words import act_words, role_words

#: A packet stays a packet: what does not fit is counted, and stands in the registry.
MOST_TOUCHPOINTS, MOST_PEOPLE, MOST_SHIFTS = 150, 300, 40


@dataclass(frozen=True, slots=True)
class Number:
    """Somebody to ring."""

    name: str
    phone: str  # as it is dialled; "": unknown
    about: str = ""

    @property
    def tel(self) -> str:
        """For a tel: link; "" where there is nothing to dial."""
        digits = "".join(c for c in self.phone if c.isdigit())
        return ("+" if self.phone.strip().startswith("+") else "") + digits if digits else ""


@dataclass(frozen=True, slots=True)
class Table:
    head: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()  # of the columns on paper: shares of what is left; 0: as wide as its longest word


@dataclass(frozen=True, slots=True)
class Ring:
    """Who is rung at one level, role by role, in order."""

    level: int
    name: str
    lead: str
    roles: tuple[tuple[str, tuple[Number, ...], tuple[Number, ...]], ...]  # role, at first, then one after another


@dataclass(frozen=True, slots=True)
class Content:
    lang: str
    org: str
    made: str  # when what is told was true
    made_at: datetime
    steps: tuple[str, ...]  # what to do first
    call_first: tuple[Number, ...]
    pace: tuple[tuple[str, str, str, str], ...]  # step, where, who, how
    holding: tuple[tuple[str, str], ...]
    one_voice: str
    red_lines: tuple[str, ...]
    rings: tuple[Ring, ...]
    people: tuple[Number, ...]
    tables: tuple[Table, ...]
    synthetic: bool


def content(facts: Facts, at: datetime) -> Content:
    """In the language that is active."""
    ground, clock = facts.ground, ZoneInfo(facts.zone)
    people = [contact.person for contact in facts.contacts]
    numbers = {c.person.key: Number(c.person.name, c.phone, _about(c)) for c in facts.contacts}
    local = at.astimezone(clock)
    rings = tuple(_ring(row, numbers, wanted(ground, level=row.level), people) for row in ground.table if row.lead_role)
    on = [numbers[key] for key in facts.duty[0].persons if key in numbers] if facts.duty else []
    leaders = [n for ring in rings for role, firsts, _next in ring.roles if role == ring.lead for n in firsts]
    told = [
        *((_table_duty(facts, numbers, clock),) if facts.duty else ()),
        _table_people(facts),
        _table_levels(ground.table),
        _table_mandates(ground.charter.mandates, at, clock),
        _table_chains(ground.charter.approvals),
        _table_formations(facts),
        _table_touchpoints(facts.touchpoints, numbers),
        _table_laws(facts, at),
    ]
    return Content(
        lang=(get_language() or "ko")[:2],
        org=facts.org,
        made=f"{local:%Y-%m-%d %H:%M %Z}",
        made_at=at,
        steps=_steps(),
        call_first=tuple(dict.fromkeys([*on, *leaders]))[:6],
        pace=tuple((pace_words(one.step), one.where, one.who, one.how) for one in facts.pace),
        holding=tuple((slot_words(slot), text) for slot in SLOTS if (text := facts.holding.get(slot, "").strip())),
        one_voice=ONLY_THIS,
        red_lines=tuple(
            _("%(act)s: 봉화 %(n)s부터 아무도 못 해요. %(text)s")
            % {"act": act_words(r.act), "n": r.min_level, "text": r.text}
            for r in ground.charter.red_lines
        ),
        rings=rings,
        people=tuple(numbers.values())[:MOST_PEOPLE],
        tables=tuple(table for table in told if table.rows),
        synthetic=facts.synthetic,
    )


def _steps() -> tuple[str, ...]:
    return (
        _("다친 사람이 있으면 119. 사람이 먼저예요."),
        _("아래 ‘먼저 걸 곳’에 위에서부터 전화하세요. 3분 안에 안 받으면 다음 사람."),
        _("‘모일 곳’의 첫 줄부터 되는 곳에 모이세요. 안 되면 바로 다음 줄."),
        _("예약 글·광고·자동 발송을 모두 멈추세요. 열쇠 가진 사람은 접점 표에 있어요."),
        _("직원과 매장에 먼저 전하세요: “%(order)s”") % {"order": ONLY_THIS},
        _("준비된 홀딩 입장문만 내세요. 누가 낼 수 있는지는 ‘혼자 해도 되는 일’ 표. 없으면 결재선 순서로 전화."),
        _("시각과 누가 무엇을 정했는지 종이에 적으세요. 봉수가 다시 열리면 상황실에 옮겨요."),
    )


def slot_words(slot: str) -> str:
    return {
        "empathy": _("공감"),
        "facts": _("확인된 사실"),
        "unknowns": _("아직 모르는 것"),
        "action": _("조치와 다음 안내"),
        "commitment": _("책임과 약속"),
        "contact": _("안내 창구"),
    }[slot]


#: What an operator is reminded of beside each way.
PACE_LINES: Mapping[str, str | Promise] = {
    "primary": lazy("늘 쓰는 곳. 예: 사내 메신저 ‘위기’ 방"),
    "alternate": lazy("회사 로그인 없이 되는 곳. 예: 카카오톡·시그널 단체방"),
    "contingency": lazy("인터넷이 막혀도 되는 곳. 예: 전화 회의 번호, 문자"),
    "emergency": lazy("아무것도 안 될 때. 예: 본사 3층 회의실에 모이기"),
}


def pace_words(step: str) -> str:
    return {
        "primary": _("1 평소"),
        "alternate": _("2 대신"),
        "contingency": _("3 그것도 안 되면"),
        "emergency": _("4 마지막"),
    }[step]


def _about(contact: Contact) -> str:
    return " · ".join(filter(None, (contact.person.title, contact.person.department)))


def _ring(row: LevelRow, numbers: dict[str, Number], roles: Iterable[str], people: Sequence[Person]) -> Ring:
    found = []
    for role in roles:
        firsts = first_round(role, people)
        others = [person for person, _instead in successors(firsts, (), people)]
        found.append((role_words(role), tuple(numbers[k] for k in firsts), tuple(numbers[k] for k in others)))
    return Ring(row.level, level_name(row.level), role_words(row.lead_role or ""), tuple(found))


def call(number: Number) -> str:
    return f"{number.name}\u00a0{number.phone or _('번호 없음')}"


def _names(keys: Iterable[str | None], numbers: dict[str, Number]) -> str:
    return ", ".join(call(numbers[key]) for key in keys if key and key in numbers) or "–"


def _table_duty(facts: Facts, numbers: dict[str, Number], clock: ZoneInfo) -> Table:
    def when(at: datetime) -> str:
        return f"{at.astimezone(clock):%m-%d %H:%M}"

    rows = tuple((f"{when(s.start)} – {when(s.end)}", _names(s.persons, numbers)) for s in facts.duty[:MOST_SHIFTS])
    return Table(_("당직"), _("만든 뒤의 맞바꿈과 휴가는 여기 없어요."), (_("언제"), _("누구")), rows, (0, 1))


def _table_people(facts: Facts) -> Table:
    names = {c.person.key: c.person.name for c in facts.contacts}
    rows = tuple(
        (
            c.person.name,
            _about(c),
            ", ".join(role_words(role) for role in c.person.roles),
            c.phone or "–",
            c.email or "–",
            names.get(c.person.deputy or "", "–"),
        )
        for c in facts.contacts[:MOST_PEOPLE]
    )
    return Table(
        _("사람"),
        "",
        (_("이름"), _("직함"), _("역할"), _("전화번호"), _("이메일"), _("대리자")),
        rows,
        (0, 4, 3, 0, 4, 0),
    )


def _table_levels(table: Iterable[LevelRow]) -> Table:
    rows = tuple(
        (
            f"{row.level} {level_name(row.level)}",
            role_words(row.lead_role) if row.lead_role else "–",
            ", ".join(role_words(role) for role in row.call_roles) or "–",
            _("%(n)s분") % {"n": row.first_word_min} if row.first_word_min else "–",
            _("%(n)s분") % {"n": row.report_every_min} if row.report_every_min else "–",
        )
        for row in table
    )
    return Table(
        _("단계표"),
        _("확실하지 않으면 높은 쪽으로."),
        (_("봉화"), _("지휘"), _("부를 역할"), _("첫 입장까지"), _("보고 주기")),
        rows,
        (0, 0, 1, 0, 0),
    )


def _levels(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _table_mandates(mandates: Iterable[Mandate], at: datetime, clock: ZoneInfo) -> Table:
    rows = tuple(
        (
            role_words(m.role),
            act_words(m.act),
            _levels(m.level_from, m.level_to),
            "; ".join(terms(m)) or _("조건 없이"),
            f"{m.until.astimezone(clock):%Y-%m-%d %H:%M}",
        )
        for m in mandates
        if m.until > at and (m.revoked_at is None or m.revoked_at > at)
    )
    return Table(
        _("혼자 해도 되는 일"),
        _("여기 없는 일은 결재선을 따르세요. 금지선은 언제나 이겨요."),
        (_("누가"), _("무엇을"), _("봉화"), _("한도와 조건"), _("언제까지")),
        rows,
        (0, 0, 0, 1, 0),
    )


def _table_chains(chains: Iterable[ApprovalChain]) -> Table:
    rows = tuple((act_words(c.act), _levels(c.level_from, c.level_to), chain_words(c.chain)) for c in chains)
    return Table(_("결재선"), "", (_("무엇을"), _("봉화"), _("누구에게, 몇 분 안에")), rows, (0, 0, 1))


def _table_formations(facts: Facts) -> Table:
    rows = tuple(
        (
            f"{f.name} ({_levels(f.level_from, f.level_to)})",
            seat.name,
            _who_sits(seat),
            seat.text,
        )
        for f in facts.ground.formations
        for seat in f.seats
    )
    return Table(_("대형"), "", (_("대형 (봉화)"), _("자리"), _("누가"), _("먼저 할 일")), rows, (3, 2, 3, 5))


def _who_sits(seat: Seat) -> str:
    who = ", ".join(dict.fromkeys([*(role_words(role) for role in seat.roles), *seat.departments])) or "–"
    skills = ", ".join((*seat.required_skills, *seat.skills))
    return _("%(who)s (역량: %(skills)s)") % {"who": who, "skills": skills} if skills else who


def _table_touchpoints(points: Sequence[TouchPoint], numbers: dict[str, Number]) -> Table:
    rows = tuple(
        (p.name, p.department or "–", *(_names((key,), numbers) for key in (p.owner, p.deputy, p.key_holder)))
        for p in points[:MOST_TOUCHPOINTS]
    )
    more = len(points) - MOST_TOUCHPOINTS
    note = _("%(n)s곳이 더 있어요.") % {"n": more} if more > 0 else ""
    columns = (_("접점"), _("부서"), _("담당자"), _("대리자"), _("열쇠 가진 사람"))
    return Table(_("접점"), note, columns, rows)


def _table_laws(facts: Facts, at: datetime) -> Table:
    rows = tuple(
        (
            law.name,
            law.asks,
            law.duty,
            _("%(n)s시간") % {"n": law.hours} if law.hours else _("%(n)s개월") % {"n": law.months or 0},
            _("법무 확인") if law.confirmed else _("법무 확인 전"),
        )
        for law in facts.ground.laws
        if law.since <= at and (law.until is None or law.until > at)
    )
    return Table(
        _("법이 정한 시계"),
        "",
        (_("이름"), _("무엇이 있으면"), _("무엇을"), _("안에"), _("확인")),
        rows,
        (2, 3, 4, 0, 0),
    )
