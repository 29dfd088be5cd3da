"""An organisation's first hour: its people, its outlets and its level table, read and checked before anything is kept.

Nothing here writes. What is read names every fault by line and column; the edge gives the faults their words
(`web.setup.words`) and the store keeps the rows (`store.setup`), matching people by key or e-mail and outlets by key,
so that the same file can be brought in again.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bongsu.crisis.formation.skills import MOST_OF_PERSON, WORD as SKILL_WORD, tidy as tidy_skills
from bongsu.flows.tables import Column, Fault, Row, read, write

#: What people can be to a room. `executive` and `committee_head` read and decide; `operator` keeps the settings.
ROLES: Mapping[str, tuple[str, ...]] = {
    "practitioner": ("실무자", "당직", "당직자", "sns담당"),
    "team_lead": ("팀장", "온라인팀장"),
    "leader": ("리더", "위기리더"),
    "legal": ("법무",),
    "quality": ("품질",),
    "cs": ("고객센터", "고객서비스"),
    "pr": ("홍보",),
    "brand": ("브랜드", "마케팅"),
    "sales": ("영업",),
    "csr": ("사회공헌", "대외협력"),
    "it": ("전산", "정보기술"),
    "security": ("보안",),
    "hr": ("인사",),
    "executive": ("경영진", "임원"),
    "committee_head": ("위원장", "대표"),
    "operator": ("운영자", "관리자"),
}
LOCALES = ("ko", "en")
OUTLET_KINDS: Mapping[str, tuple[str, ...]] = {"newsroom": ("뉴스룸",), "webhook": ("웹훅",)}
YES = ("예", "네", "y", "yes", "true", "1", "o", "당직")
NO = ("아니오", "아니요", "n", "no", "false", "0", "x", "비번")

PEOPLE_COLUMNS = (
    Column("name", ("이름", "성명"), required=True),
    Column("email", ("이메일", "메일", "e-mail"), required=True),
    Column("roles", ("역할", "role"), required=True),
    Column("key", ("키", "사번", "id")),
    Column("skills", ("역량", "기술", "스킬", "skill")),
    Column("title", ("직함", "직책")),
    Column("department", ("부서", "소속")),
    Column("deputy", ("대리자", "대행", "대리")),
    Column("on_duty", ("당직", "근무")),
    Column("locale", ("언어", "language")),
    Column("zone", ("시간대", "timezone")),
    Column("phone", ("전화", "전화번호", "휴대폰", "핸드폰", "mobile", "tel"), plain=False),
    Column("addresses", ("호출주소", "연락처", "apprise"), plain=False),
)
OUTLET_COLUMNS = (
    Column("name", ("이름", "아웃렛"), required=True),
    Column("kind", ("종류", "연결", "type"), required=True),
    Column("key", ("키", "id")),
    Column("purpose", ("용도", "목적")),
    Column("owner", ("담당자", "담당")),
    Column("deputy", ("대리자", "대행", "대리")),
    Column("url", ("주소", "링크"), plain=False),
)
PEOPLE_SAMPLE = (
    "이름,이메일,역할,역량,사번,직함,부서,대리자,당직,호출주소\r\n"
    "박하늘,haneul@example.com,실무자,영상 편집;광고 계정 키,haneul,SNS 담당,마케팅,seojun,예,\r\n"
    "이서준,seojun@example.com,온라인팀장;위기리더,영어,seojun,온라인팀장,홍보,haneul,예,\r\n"
    "정지우,jiwoo@example.com,법무,,jiwoo,변호사,법무,,예,\r\n"
    "한민서,minseo@example.com,위원장;경영진,방송 대응,minseo,대표이사,경영,seojun,아니오,\r\n"
)
OUTLETS_SAMPLE = (
    "이름,종류,키,용도,담당자,대리자,주소\r\n"
    "온라인 뉴스룸,뉴스룸,newsroom,모든 입장의 원문,seojun,haneul,\r\n"
    "협력사 게시판,웹훅,partners,대리점·협력사 안내,haneul,seojun,https://hooks.example.com/bongsu\r\n"
)
R = TypeVar("R", "PersonRow", "OutletRow")
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,24}")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


def is_phone(number: str) -> bool:
    """Whether somebody could dial this.

    >>> [is_phone(n) for n in ("010-1234-5678", "+82 10 1234 5678", "말로")]
    [True, True, False]
    """
    return _PHONE.fullmatch(number) is not None and sum(c.isdigit() for c in number) >= 7


@dataclass(frozen=True, slots=True)
class PersonRow:
    line: int
    key: str
    name: str
    email: str
    roles: tuple[str, ...]
    title: str = ""
    department: str = ""
    deputy: str = ""  # key
    on_duty: bool = True
    locale: str = "ko"
    zone: str = "Asia/Seoul"
    addresses: tuple[str, ...] = ()  # Apprise URLs; secret
    phone: str = ""  # secret
    skills: tuple[str, ...] | None = None  # None: the file has no such column; those kept stay


@dataclass(frozen=True, slots=True)
class OutletRow:
    line: int
    key: str
    kind: str
    name: str
    purpose: str = ""
    owner: str = ""  # person key
    deputy: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PeopleRead:
    people: tuple[PersonRow, ...]  # every row here is sound and can be kept
    faults: tuple[Fault, ...]
    encoding: str = "utf-8"
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutletsRead:
    outlets: tuple[OutletRow, ...]
    faults: tuple[Fault, ...]
    encoding: str = "utf-8"
    ignored: tuple[str, ...] = ()


def import_people(
    data: bytes | str,
    *,
    known: Mapping[str, str] | None = None,
    roles: Collection[str] = (),
    standing: Mapping[str, str] | None = None,
) -> PeopleRead:
    """Read people from CSV. A deputy may be named by key, e-mail or name, in this file or among those `known`.

    known   key → e-mail of people already there; a row with their e-mail and no key keeps their key
    roles   further role names in force here, beside ROLES (a level table may name its own)
    standing  key → deputy's key as the list stands: who has left may stay named where they were
    """
    table = read(data, PEOPLE_COLUMNS)
    faults = list(table.faults)
    keys_by_email = {email.casefold(): key for key, email in (known or {}).items() if email}
    rows: list[PersonRow] = []
    for row in table.rows:
        person, wrong = _person(row, keys_by_email, roles)
        faults += wrong
        if person:
            rows.append(person)
    rows = _without_twice(rows, faults, ("key", "email"))
    people = _with_deputies(rows, known or {}, standing or {}, faults)
    return PeopleRead(tuple(people), _in_order(faults), table.encoding, table.ignored)


def _person(row: Row, keys_by_email: Mapping[str, str], more: Collection[str]) -> tuple[PersonRow | None, list[Fault]]:
    cell = row.cells
    wrong: list[Fault] = []

    def fault(column: str, code: str) -> None:
        wrong.append(Fault(row.line, column, code, cell.get(column, "")[:60]))

    email = cell["email"]
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        fault("email", "email")
    key = cell.get("key", "").casefold() or keys_by_email.get(email.casefold(), "") or _key_from(email)
    if not _KEY.fullmatch(key):
        fault("key", "key")
    roles = tuple(dict.fromkeys(_role(part, more) for part in re.split(r"[;|,/·]", cell["roles"]) if part.strip()))
    if "" in roles or not roles:
        fault("roles", "role")
    skills = tidy_skills(re.split(r"[;|,\n]", cell["skills"])) if "skills" in cell else None
    if skills and (len(skills) > MOST_OF_PERSON or any(len(skill) > SKILL_WORD for skill in skills)):
        wrong.append(Fault(row.line, "skills", "too_many_skills", str(MOST_OF_PERSON)))
    duty = cell.get("on_duty", "").casefold()
    if duty and duty not in YES + NO:
        fault("on_duty", "yes_no")
    locale = cell.get("locale", "") or "ko"
    if locale not in LOCALES:
        fault("locale", "locale")
    zone = cell.get("zone", "") or "Asia/Seoul"
    if not is_zone(zone):
        fault("zone", "zone")
    addresses = tuple(_parts(cell.get("addresses", "")))
    if any("://" not in address for address in addresses):
        wrong.append(Fault(row.line, "addresses", "address"))  # never echoed: an address holds a password
    phone = cell.get("phone", "")
    if phone and not is_phone(phone):
        wrong.append(Fault(row.line, "phone", "phone"))  # never echoed
    for column, limit in (("name", 80), ("title", 80), ("department", 80)):
        if len(cell.get(column, "")) > limit:
            wrong.append(Fault(row.line, column, "cell_too_long", str(limit)))
    if wrong:
        return None, wrong
    return (
        PersonRow(
            line=row.line,
            key=key,
            name=cell["name"],
            email=email,
            roles=roles,
            title=cell.get("title", ""),
            department=cell.get("department", ""),
            deputy=cell.get("deputy", ""),
            on_duty=duty not in NO,
            locale=locale,
            zone=zone,
            addresses=addresses,
            phone=phone,
            skills=skills,
        ),
        [],
    )


def _with_deputies(
    rows: Sequence[PersonRow], known: Mapping[str, str], standing: Mapping[str, str], faults: list[Fault]
) -> list[PersonRow]:
    names = {name.casefold(): key for key, email in known.items() for name in (key, email) if name}
    for row in rows:
        names |= {row.name.casefold(): row.key, row.email.casefold(): row.key, row.key: row.key}
    kept = []
    for row in rows:
        if row.deputy and row.deputy == standing.get(row.key):
            kept.append(row)
            continue
        deputy = names.get(row.deputy.casefold(), "") if row.deputy else ""
        if row.deputy and (not deputy or deputy == row.key):
            faults.append(Fault(row.line, "deputy", "deputy_self" if deputy else "no_such_person", row.deputy[:60]))
        else:
            kept.append(replace(row, deputy=deputy))
    return kept


def import_outlets(
    data: bytes | str,
    *,
    people: Mapping[str, str] | None = None,
    standing: Mapping[str, tuple[str, str]] | None = None,
) -> OutletsRead:
    """Read outlets from CSV.

    people    key → e-mail (or name) of those who may own one; other owners are a fault
    standing  key → (owner's key, deputy's key) as they stand: who has left may stay named where they were
    """
    table = read(data, OUTLET_COLUMNS)
    faults = list(table.faults)
    names = {name.casefold(): key for key, other in (people or {}).items() for name in (key, other) if name}
    rows: list[OutletRow] = []
    for row in table.rows:
        outlet, wrong = _outlet(row, names, standing or {})
        faults += wrong
        if outlet:
            rows.append(outlet)
    outlets = _without_twice(rows, faults, ("key",))
    return OutletsRead(tuple(outlets), _in_order(faults), table.encoding, table.ignored)


def _outlet(
    row: Row, names: Mapping[str, str], standing: Mapping[str, tuple[str, str]]
) -> tuple[OutletRow | None, list[Fault]]:
    cell = row.cells
    wrong: list[Fault] = []

    def fault(column: str, code: str) -> None:
        wrong.append(Fault(row.line, column, code, cell.get(column, "")[:60]))

    spelled = "".join(cell["kind"].casefold().split())
    kind = next((k for k, also in OUTLET_KINDS.items() if spelled in (k, *also)), "")
    if not kind:
        fault("kind", "outlet_kind")
    key = cell.get("key", "").casefold() or outlet_key(kind, cell["name"])
    if not _KEY.fullmatch(key):
        fault("key", "key")
    owners = {}
    for column, stands in zip(("owner", "deputy"), standing.get(key, ("", "")), strict=True):
        wanted = cell.get(column, "")
        if wanted and wanted == stands:
            owners[column] = stands
            continue
        owners[column] = names.get(wanted.casefold(), "") if wanted else ""
        if wanted and not owners[column]:
            fault(column, "no_such_person")
    url = cell.get("url", "")
    if kind == "webhook" and not is_web_address(url):
        fault("url", "web_address")
    for column, limit in (("name", 80), ("purpose", 160)):
        if len(cell.get(column, "")) > limit:
            wrong.append(Fault(row.line, column, "cell_too_long", str(limit)))
    if wrong:
        return None, wrong
    return (
        OutletRow(
            line=row.line,
            key=key,
            kind=kind,
            name=cell["name"],
            purpose=cell.get("purpose", ""),
            owner=owners["owner"],
            deputy=owners["deputy"],
            url=url if kind == "webhook" else "",
        ),
        [],
    )


def people_csv(people: Iterable[PersonRow]) -> bytes:
    """People as a table that `import_people` takes back. Telephone numbers and addresses stay in the house: left empty,
    they stay as they are."""
    return write(
        PEOPLE_COLUMNS,
        (
            {
                "name": p.name,
                "email": p.email,
                "roles": ";".join(p.roles),
                "key": p.key,
                "skills": ";".join(p.skills or ()),
                "title": p.title,
                "department": p.department,
                "deputy": p.deputy,
                "on_duty": YES[0] if p.on_duty else NO[0],
                "locale": p.locale,
                "zone": p.zone,
            }
            for p in people
        ),
    )


def outlets_csv(outlets: Iterable[OutletRow]) -> bytes:
    """Outlets as a table that `import_outlets` takes back, without their secrets."""
    return write(
        OUTLET_COLUMNS,
        (
            {
                "name": o.name,
                "kind": OUTLET_KINDS.get(o.kind, (o.kind,))[0],
                "key": o.key,
                "purpose": o.purpose,
                "owner": o.owner,
                "deputy": o.deputy,
                "url": o.url,
            }
            for o in outlets
        ),
    )


def outlet_key(kind: str, name: str) -> str:
    """A key for an outlet that was given none: the same name gives the same key, so a file can be read again."""
    return f"{kind or 'outlet'}-{sha256(name.encode()).hexdigest()[:8]}"


def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def is_web_address(url: str) -> bool:
    """Whether this is an http or https address with a host and without a password in it."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        )
    except ValueError:
        return False


def _role(spelled: str, more: Collection[str]) -> str:
    wanted = "".join(spelled.casefold().split())
    if wanted in more:
        return wanted
    return next((role for role, also in ROLES.items() if wanted in (role, role.replace("_", ""), *also)), "")


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|\n]|,\s", cell) if part.strip()]


def _key_from(email: str) -> str:
    return re.sub(r"[^a-z0-9_.-]", "-", email.split("@")[0].casefold())[:40]


def _without_twice(rows: Sequence[R], faults: list[Fault], by: Sequence[str]) -> list[R]:
    """Of rows that name the same thing twice none is kept but the first: which one was meant is not ours to guess."""
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for row in rows:
        marks = [(column, str(getattr(row, column)).casefold()) for column in by]
        again = next((mark for mark in marks if mark in seen), None)
        if again:
            faults.append(Fault(row.line, again[0], "twice", f"{again[1][:60]}|{seen[again]}"))
            continue
        seen |= dict.fromkeys(marks, row.line)
        kept.append(row)
    return kept


def _in_order(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.line))
