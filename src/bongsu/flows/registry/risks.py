"""Risks as a table: its columns, a row read, a row written."""

from collections.abc import Iterable

from bongsu.core.values import SLOTS, Risk
from bongsu.crisis.text import SLOT as SLOT_MOST
from bongsu.flows.registry.cells import Cells, EntryRow, Names, Read, Spelling, day_word, read_rows
from bongsu.flows.tables import Column, Fault, Row, write

_SLOT_HEADINGS = tuple(
    zip(SLOTS, ("공감", "확인된 사실", "아직 모르는 것", "조치와 다음 안내", "책임과 약속", "안내 창구"), strict=True)
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

RISKS_SAMPLE = (
    "이름,키,담당자,가능성,영향,다치는 사람,감시어,위험 갈래,시나리오,문안: 공감,마지막 점검,다음 점검\r\n"
    "이물 혼입 주장,foreign-body,eunji,3,5,제품을 드신 분과 가족,유리;이물;파편,safety,"
    "사진이 먼저 퍼지고 두 시간 안에 기자가 묻는다.,걱정을 끼쳐 드려 죄송합니다.,2026-01-10,2026-07-10\r\n"
)


def import_risks(data: bytes | str, *, names: Names) -> Read[EntryRow[Risk]]:
    """Risks from CSV. Words and categories are parted by semicolons, days are written 2026-03-07."""
    return read_rows(data, RISK_COLUMNS, lambda cells: _risk(cells, names))


def _risk(cells: Row, names: Names) -> tuple[EntryRow[Risk] | None, list[Fault]]:
    c = Cells(cells, RISK_COLUMNS, names)
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
    return (None if c.faults else EntryRow(cells.line, risk.key, risk)), c.faults


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
                "reviewed_on": day_word(r.reviewed_on),
                "review_on": day_word(r.review_on),
            }
            for r in risks
        ),
    )
