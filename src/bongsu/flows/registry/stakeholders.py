"""Stakeholders as a table: its columns, a row read, a row written."""

from collections.abc import Iterable, Mapping

from bongsu.core.values import Stakeholder
from bongsu.crisis.foresight import STANCES
from bongsu.flows.registry.cells import Cells, EntryRow, Names, Read, Spelling, day_word, read_rows
from bongsu.flows.tables import Column, Fault, Row, write

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

STAKEHOLDERS_SAMPLE = (
    "이름,종류,키,태도,위험 갈래,연락 길,담당자,메모,마지막 점검\r\n"
    "식품 안전 당국,당국,food-safety,중립,safety;regulator,대표 민원 창구,jiwoo,작년에 서류로 답했다.,2026-01-10\r\n"
)


def import_stakeholders(data: bytes | str, *, names: Names) -> Read[EntryRow[Stakeholder]]:
    """Stakeholders from CSV."""
    return read_rows(data, STAKEHOLDER_COLUMNS, lambda cells: _stakeholder(cells, names))


def _stakeholder(cells: Row, names: Names) -> tuple[EntryRow[Stakeholder] | None, list[Fault]]:
    c = Cells(cells, STAKEHOLDER_COLUMNS, names)
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
    return (None if c.faults else EntryRow(cells.line, one.key, one)), c.faults


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
                "reviewed_on": day_word(s.reviewed_on),
            }
            for s in stakeholders
        ),
    )
