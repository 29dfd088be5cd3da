"""Calendars from elsewhere: what they say is understood, what cannot be is told, and nothing takes forever."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st
from tests.rules.crisis.test_rota import rotas

from bongsu.crisis.rota import Rota, who
from bongsu.flows.rota_calendar import (
    MAX_BYTES,
    MOST_EVENTS,
    Imported,
    Somebody,
    own_shifts,
    read_calendar,
    write_calendar,
)

ROLE, SEOUL = "practitioner", "Asia/Seoul"
NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
PEOPLE = (
    Somebody("haneul", "박하늘", "haneul@hangang.example", (ROLE,)),
    Somebody("sora", "윤소라", "sora@hangang.example", (ROLE, "legal")),
    Somebody("doyun", "최도윤", "", (ROLE,)),
)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{event.strip()}\r\nEND:VEVENT\r\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n".replace("\r\n", "\n").encode()


def read(*events: str, data: bytes | None = None) -> Imported:
    return read_calendar(calendar(*events) if data is None else data, role=ROLE, people=PEOPLE, zone=SEOUL, at=NOW)


def seoul(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=ZoneInfo(SEOUL)).astimezone(UTC)


NIGHT = "DTSTART;TZID=Asia/Seoul:20260307T180000\nDTEND;TZID=Asia/Seoul:20260308T090000\n"


@pytest.mark.parametrize(
    "about",
    [
        "SUMMARY:당직 박하늘",
        "SUMMARY:haneul",
        "SUMMARY:야간\nATTENDEE:mailto:Haneul@hangang.example",
        "SUMMARY:야간\nATTENDEE;CN=박하늘:mailto:other@example.com",
        "SUMMARY:야간\nX-BONGSU-PERSON:haneul",
    ],
)
def test_whom_an_event_means_is_known_by_key_address_or_name(about: str) -> None:
    found = read(NIGHT + about)
    assert found.faults == ()
    (shift,) = found.shifts
    assert (shift.person, shift.role) == ("haneul", ROLE)
    assert (shift.start, shift.end) == (seoul("2026-03-07", "18:00"), seoul("2026-03-08", "09:00"))


def test_two_names_are_two_people_on_duty() -> None:
    assert {s.person for s in read(NIGHT + "SUMMARY:박하늘·윤소라").shifts} == {"haneul", "sora"}


def test_somebody_without_an_address_is_not_everybody_without_one() -> None:
    assert [f.code for f in read(NIGHT + "SUMMARY:누구\nATTENDEE:mailto:").faults] == ["no_person"]


def test_a_category_that_is_a_role_beats_the_chosen_one() -> None:
    (shift,) = read(NIGHT + "SUMMARY:윤소라\nCATEGORIES:legal").shifts
    assert shift.role == "legal"


def test_a_role_somebody_does_not_hold_is_told() -> None:
    (fault,) = read(NIGHT + "SUMMARY:박하늘\nCATEGORIES:legal").faults
    assert (fault.line, fault.code) == (1, "not_their_role")


def test_a_weekly_rule_becomes_a_year_of_shifts_without_those_taken_out() -> None:
    rule = NIGHT + "SUMMARY:박하늘\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=Asia/Seoul:20260314T180000"
    found = read(rule)
    assert found.faults == ()
    assert len(found.shifts) == 51
    assert seoul("2026-03-14", "18:00") not in {s.start for s in found.shifts}


def test_a_moved_night_is_where_it_was_moved_to() -> None:
    moved = (
        "RECURRENCE-ID;TZID=Asia/Seoul:20260314T180000\nDTSTART;TZID=Asia/Seoul:20260315T200000\n"
        "DTEND;TZID=Asia/Seoul:20260315T220000\nSUMMARY:윤소라"
    )
    data = calendar(NIGHT + "SUMMARY:박하늘\nRRULE:FREQ=WEEKLY;COUNT=3", moved).replace(b"UID:1\n", b"UID:0\n")
    found = read(data=data)
    assert found.faults == ()
    assert [(s.person, s.start) for s in found.shifts] == [
        ("haneul", seoul("2026-03-07", "18:00")),
        ("sora", seoul("2026-03-15", "20:00")),
        ("haneul", seoul("2026-03-21", "18:00")),
    ]


def test_a_rule_keeps_the_clock_on_the_wall_where_clocks_change() -> None:
    rule = (
        "DTSTART;TZID=America/New_York:20260301T090000\nDTEND;TZID=America/New_York:20260301T180000\n"
        "SUMMARY:박하늘\nRRULE:FREQ=DAILY;UNTIL=20260310T000000Z"
    )
    starts = [s.start for s in read(rule).shifts]
    assert datetime(2026, 3, 7, 14, 0, tzinfo=UTC) in starts
    assert datetime(2026, 3, 8, 13, 0, tzinfo=UTC) in starts


def test_a_whole_day_is_from_midnight_to_midnight_of_the_organisation() -> None:
    (shift,) = read("DTSTART;VALUE=DATE:20260307\nDTEND;VALUE=DATE:20260308\nSUMMARY:박하늘").shifts
    assert (shift.start, shift.end) == (seoul("2026-03-07", "00:00"), seoul("2026-03-08", "00:00"))


@pytest.mark.parametrize("zone", ["Korea Standard Time", "/example.org/20260101/Asia/Seoul", '"Asia/Seoul"'])
def test_zones_go_by_other_names_too(zone: str) -> None:
    (shift,) = read(NIGHT.replace("Asia/Seoul", zone) + "SUMMARY:박하늘").shifts
    assert shift.start == seoul("2026-03-07", "18:00")


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (NIGHT.replace("Asia/Seoul", "Mars/Olympus") + "SUMMARY:박하늘", "zone"),
        (NIGHT + "SUMMARY:아무개", "no_person"),
        ("SUMMARY:박하늘", "no_start"),
        ("DTSTART:20260307T090000Z\nSUMMARY:박하늘", "no_length"),
        ("DTSTART:20260307T090000Z\nDTEND:20260307T080000Z\nSUMMARY:박하늘", "no_length"),
        ("DTSTART:20260307T090000Z\nDTEND:20270307T080000Z\nSUMMARY:박하늘", "too_long"),
        (NIGHT + "SUMMARY:박하늘\nRRULE:FREQ=SECONDLY;COUNT=1000000000", "rule"),
        (NIGHT + "SUMMARY:박하늘\nRRULE:FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,1,2", "rule"),
        (NIGHT.replace("2026", "1926") + "SUMMARY:박하늘\nRRULE:FREQ=DAILY", "too_old"),
    ],
)
def test_what_cannot_be_understood_is_told_by_event(event: str, code: str) -> None:
    found = read(NIGHT + "SUMMARY:박하늘", event)
    assert len(found.shifts) == 1
    assert [(fault.line, fault.code) for fault in found.faults] == [(2, code)]


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"PK\x03\x04"])
def test_what_is_no_calendar_is_told(data: bytes) -> None:
    found = read(data=data)
    assert found.shifts == ()
    assert found.faults[0].code in ("not_a_calendar", "no_events")


def test_a_large_file_and_a_million_events_are_refused_unread() -> None:
    began = time.perf_counter()
    assert read(data=b"x" * (MAX_BYTES + 1)).faults[0].code == "file_too_large"
    many = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * (MOST_EVENTS + 1) + b"END:VCALENDAR\n"
    assert read(data=many).faults[0].code == "too_many_events"
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",  # never
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;INTERVAL=1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;UNTIL=99991231T235959Z",
    ],
)
def test_a_rule_that_never_ends_or_never_comes_is_bounded(rule: str) -> None:
    began = time.perf_counter()
    old = NIGHT.replace("20260307", "20170307").replace("20260308", "20170308")
    found = read(*[f"{old}SUMMARY:박하늘\nRRULE:{rule}"] * 20)
    assert len(found.shifts) <= 400
    assert time.perf_counter() - began < 5


def test_what_a_vtimezone_says_is_not_run() -> None:
    evil = b"BEGIN:VTIMEZONE\nTZID:Asia/Seoul\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\n"
    evil += b"TZOFFSETFROM:+0000\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE\n"
    data = calendar(NIGHT + "SUMMARY:박하늘").replace(b"BEGIN:VEVENT", evil + b"BEGIN:VEVENT", 1)
    (shift,) = read(data=data).shifts
    assert shift.start == seoul("2026-03-07", "18:00")


# ── there and back ─────────────────────────────────────────────────────────────────────────────────────────────────
@settings(deadline=None, max_examples=40)
@given(rotas(), st.lists(st.integers(0, 4 * 24 * 60), max_size=10))
def test_a_rota_written_and_read_again_has_the_same_people_on_duty(
    rota_at: tuple[Rota, datetime], minutes: list[int]
) -> None:
    rota, start = rota_at
    until = start + timedelta(days=5)
    data = write_calendar(rota, roles=(ROLE,), since=start, until=until, titles={}, name="당직표", at=start)
    people = [Somebody(key, key, "", (ROLE, "legal")) for key in ("haneul", "sora", "doyun")]
    again = read_calendar(data, role=ROLE, people=people, zone=rota.zone, at=start)
    assert [fault for fault in again.faults if fault.code != "no_events"] == []
    assert set(again.shifts) == set(own_shifts(rota, ROLE, start, until))
    copy = Rota(zone=rota.zone, shifts=again.shifts)
    for minute in minutes:
        at = start + timedelta(minutes=minute)
        assert set(who(copy, ROLE, at)) == set(who(rota, ROLE, at))


def test_one_persons_calendar_has_nobody_elses_shifts() -> None:
    rota = Rota(zone=SEOUL, shifts=tuple(read(NIGHT + "SUMMARY:박하늘", NIGHT + "SUMMARY:윤소라").shifts))
    data = write_calendar(
        rota,
        roles=(ROLE,),
        since=NOW,
        until=NOW + timedelta(days=30),
        titles={("sora", ROLE): "당직 윤소라"},
        name="내 당직",
        at=NOW,
        person="sora",
    ).decode()
    assert data.count("BEGIN:VEVENT") == 1
    assert "haneul" not in data
    assert date(2026, 3, 7).strftime("%Y%m%d") in data
