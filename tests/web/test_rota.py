"""The rota's pages: a week with its holes, swaps between two people, leave, calendars, and who may do what."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.kit.reader import make_operator, signed_in
from tests.kit.world import World, make_world

from bongsu.crisis.rota import Pattern
from bongsu.store import rota
from bongsu.store.operations.models import RotaFeed, RotaLeave, RotaPattern, RotaShift, RotaSwap

ROLE = "practitioner"
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@pytest.fixture
def covered(world: World) -> World:
    """하늘 by day from nine to six, 도윤 from eight in the evening: two hours a day are empty."""
    rota.add_patterns(
        world.org,
        [
            Pattern("", "haneul", ROLE, EVERY_DAY, 9 * 60, 18 * 60, date(2026, 1, 1)),
            Pattern("", "doyun", ROLE, EVERY_DAY, 20 * 60, 9 * 60, date(2026, 1, 1)),
        ],
    )
    return world


def page(client: Client, path: str = "/rota/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert " style=" not in text
    return text


def test_without_a_rota_the_page_says_what_it_is_for(world: World) -> None:
    assert "아직 당직표가 없어요" in page(signed_in(world, "haneul"))
    assert "당직표 만들기" in page(make_operator(world))


def test_a_week_shows_who_is_on_and_its_holes(covered: World) -> None:
    text = page(signed_in(covered, "haneul"))
    assert text.count("비어 있어요") >= 7
    assert "18:00–20:00" in text
    assert "지금과 다음" in text
    assert "삼일절 대체 휴일" in text  # 2 March 2026
    assert "2026.03.09" in page(signed_in(covered, "haneul"), "/rota/?week=2026-03-12")


@pytest.mark.parametrize("week", ["x", "9999-12-31", "0001-01-01", "2026-13-01"])
def test_a_week_that_is_none_is_this_one(covered: World, week: str) -> None:
    assert "2026.03.02" in page(signed_in(covered, "haneul"), f"/rota/?week={week}&role=nobody")


def test_a_hole_within_a_week_is_a_hole_in_readiness(covered: World) -> None:
    text = page(signed_in(covered, "haneul"), "/")
    assert "03.02 18:00부터 당직이 비어 있어요" in text
    rota.add_patterns(covered.org, [Pattern("", "doyun", ROLE, EVERY_DAY, 17 * 60, 21 * 60, date(2026, 1, 1))])
    assert "부터 당직이 비어 있어요" not in page(signed_in(covered, "haneul"), "/")


def test_one_asks_and_the_other_accepts(covered: World) -> None:
    haneul, doyun = signed_in(covered, "haneul"), signed_in(covered, "doyun")
    shift = f"{ROLE}|2026-03-03T00:00:00+00:00|2026-03-03T09:00:00+00:00"
    assert shift in page(haneul).replace("&#x27;", "'")
    assert haneul.post("/rota/do/ask/", {"shift": shift, "to": "doyun"}).status_code == 302
    assert "제가 맡을게요" in page(doyun)
    assert "제가 맡을게요" not in page(haneul)
    (row,) = RotaSwap.objects.all()
    assert doyun.post("/rota/do/answer/", {"swap": row.pk, "yes": "1"}).status_code == 302
    assert "바꿨어요" in page(haneul)
    covered.clock.forward(days=1)
    assert {p.key for p in covered.store.people(covered.org) if p.on_duty and ROLE in p.roles} == {"doyun"}


def test_nobody_answers_or_withdraws_for_another(covered: World) -> None:
    haneul = signed_in(covered, "haneul")
    shift = f"{ROLE}|2026-03-03T00:00:00+00:00|2026-03-03T09:00:00+00:00"
    haneul.post("/rota/do/ask/", {"shift": shift, "to": "doyun"})
    (row,) = RotaSwap.objects.all()
    for client in (haneul, signed_in(covered, "seojun")):
        client.post("/rota/do/answer/", {"swap": row.pk, "yes": "1"})
    signed_in(covered, "doyun").post("/rota/do/withdraw/", {"swap": row.pk})
    row.refresh_from_db()
    assert row.state == "asked"


def test_a_shift_that_is_not_offered_cannot_be_asked_for(covered: World) -> None:
    shift = f"{ROLE}|2026-03-03T00:00:00+00:00|2026-03-09T09:00:00+00:00"
    assert signed_in(covered, "haneul").post("/rota/do/ask/", {"shift": shift, "to": "doyun"}).status_code == 422
    assert not RotaSwap.objects.exists()


def test_everybody_writes_their_own_leave_and_only_the_operator_others(covered: World) -> None:
    form = {"person": "jiwoo", "start": "2026-03-02T08:00", "end": "2026-03-04T00:00"}
    assert signed_in(covered, "haneul").post("/rota/do/leave/", form).status_code == 422
    assert signed_in(covered, "jiwoo").post("/rota/do/leave/", form).status_code == 302
    (row,) = RotaLeave.objects.all()
    assert row.start.isoformat() == "2026-03-01T23:00:00+00:00"
    assert "정지우" in page(signed_in(covered, "haneul"))
    signed_in(covered, "haneul").post("/rota/do/leave-remove/", {"leave": row.pk})
    assert RotaLeave.objects.exists()
    signed_in(covered, "jiwoo").post("/rota/do/leave-remove/", {"leave": row.pk})
    assert not RotaLeave.objects.exists()


def test_leave_that_ends_before_it_begins_keeps_what_was_typed(covered: World) -> None:
    form = {"person": "jiwoo", "start": "2026-03-04T08:00", "end": "2026-03-02T00:00"}
    answer = signed_in(covered, "jiwoo").post("/rota/do/leave/", form)
    assert answer.status_code == 422
    assert "끝이 시작보다 뒤여야 해요" in answer.content.decode()
    assert "2026-03-04T08:00" in answer.content.decode()


# ── the operator ───────────────────────────────────────────────────────────────────────────────────────────────────
PATTERN = {
    "person": "haneul",
    "role": ROLE,
    "weekdays": ["5", "6"],
    "starts": "18:00",
    "ends": "09:00",
    "since": "2026-03-01",
    "every_weeks": "2",
    "on_holidays": "holds",
}


def test_only_the_operator_edits(world: World) -> None:
    client = signed_in(world, "seojun")
    assert client.get("/rota/edit/").status_code == 403
    for act in ("pattern", "pattern-remove", "shift", "shift-remove", "calendar", "calendar-remove"):
        assert client.post(f"/rota/keep/{act}/", PATTERN).status_code == 403
    assert make_operator(world).post("/rota/keep/format-disk/").status_code == 404


def test_a_pattern_is_kept_changed_and_removed(world: World) -> None:
    client = make_operator(world)
    assert client.post("/rota/keep/pattern/", PATTERN).status_code == 302
    (row,) = RotaPattern.objects.all()
    assert (row.weekdays, row.starts, row.ends, row.every_weeks) == ([5, 6], 1080, 540, 2)
    assert 'value="18:00"' in page(client, f"/rota/edit/?pattern={row.pk}")
    client.post("/rota/keep/pattern/", PATTERN | {"pattern": row.pk, "ends": "08:00"})
    row.refresh_from_db()
    assert row.ends == 480
    client.post("/rota/keep/pattern-remove/", {"pattern": row.pk})
    assert not RotaPattern.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "legal"}, "그 역할이 아니에요"),
        ({"until": "2026-02-01"}, "뒤여야 해요"),
        ({"since": "1600-01-01"}, "2020년부터"),
        ({"weekdays": []}, "form-error"),
        ({"starts": "25:00"}, "form-error"),
        ({"every_weeks": "0"}, "form-error"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_at_its_field(world: World, change: dict[str, object], words: str) -> None:
    answer = make_operator(world).post("/rota/keep/pattern/", PATTERN | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RotaPattern.objects.exists()


def test_another_organisations_pattern_stays(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    rota.add_patterns(other.org, [Pattern("", "haneul", ROLE, EVERY_DAY, 540, 1080, date(2026, 1, 1))])
    theirs = RotaPattern.objects.get()
    make_operator(world).post("/rota/keep/pattern-remove/", {"pattern": theirs.pk})
    make_operator(world).post("/rota/keep/pattern/", PATTERN | {"pattern": theirs.pk})
    theirs.refresh_from_db()
    assert theirs.ends == 1080


def test_a_single_shift_is_kept(world: World) -> None:
    form = {"person": "haneul", "role": ROLE, "start": "2026-03-07T18:00", "end": "2026-03-08T09:00"}
    client = make_operator(world)
    assert client.post("/rota/keep/shift/", form).status_code == 302
    assert client.post("/rota/keep/shift/", form | {"end": "2026-03-30T09:00"}).status_code == 422
    assert RotaShift.objects.count() == 1


# ── calendars ──────────────────────────────────────────────────────────────────────────────────────────────────────
ICS = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:{name}\n"
    "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Asia/Seoul:20260307T180000\nDTEND;TZID=Asia/Seoul:20260308T090000\n"
    "SUMMARY:야간 박하늘\nRRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:2\nDTSTART:20260307T180000\nDTEND:20260307T190000\n"
    "SUMMARY:<script>모르는 이</script>\nEND:VEVENT\n"
    "END:VCALENDAR\n"
)


def upload(client: Client, data: str) -> str:
    file = SimpleUploadedFile("duty.ics", data.encode(), content_type="text/calendar")
    answer = client.post("/rota/keep/calendar/", {"file": file, "role": ROLE})
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def test_a_calendar_is_read_its_faults_told_and_read_again_in_its_place(world: World) -> None:
    client = make_operator(world)
    text = upload(client, ICS.format(name="야간 당직"))
    assert "당직 4번을 가져왔어요" in text
    assert "2번째 일정" in text
    assert "<script>모르는" not in text
    upload(client, ICS.format(name="야간 당직"))
    assert RotaShift.objects.count() == 4
    upload(client, ICS.format(name="다른 달력"))
    assert RotaShift.objects.count() == 8
    client.post("/rota/keep/calendar-remove/", {"calendar": "다른 달력"})
    assert RotaShift.objects.count() == 4
    assert "달력 파일이 아니에요" in upload(client, "hello")


def test_a_feed_opens_by_its_address_alone_until_it_is_renewed(covered: World) -> None:
    client = signed_in(covered, "haneul")

    def address() -> str:
        text = client.post("/rota/do/feed/", {"of": "me"}).content.decode()
        return "/rota/feed/" + text.split("/rota/feed/")[1].split("<")[0]

    first = address()
    answer = Client().get(first)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert "박하늘" in text
    assert "최도윤" not in text
    second = address()
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert RotaFeed.objects.get().digest not in second
    client.post("/rota/do/feed-close/", {"of": "me"})
    assert Client().get(second).status_code == 404
    assert Client().get("/rota/feed/guessed.ics").status_code == 404


def test_everybodys_feed_is_the_operators_to_open(covered: World) -> None:
    assert signed_in(covered, "haneul").post("/rota/do/feed/", {"of": "all"}).status_code == 404
    assert "/rota/feed/" in make_operator(covered).post("/rota/do/feed/", {"of": "all"}).content.decode()


def test_the_whole_rota_can_be_taken_along(covered: World) -> None:
    covered.clock.forward(days=1)
    answer = signed_in(covered, "jiwoo").get("/rota/calendar.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="rota.ics"'
    assert answer.content.count(b"BEGIN:VEVENT") > timedelta(days=200).days * 2 - 20


def test_what_is_left_of_a_shift_that_runs_can_be_asked_for(covered: World) -> None:
    covered.clock.forward(hours=2, seconds=17)
    shift = f"{ROLE}|2026-03-02T00:00:00+00:00|2026-03-02T09:00:00+00:00"
    haneul = signed_in(covered, "haneul")
    assert shift in page(haneul)
    covered.clock.forward(seconds=40)
    assert haneul.post("/rota/do/ask/", {"shift": shift, "to": "doyun"}).status_code == 302
    assert RotaSwap.objects.get().start == covered.now


def test_the_list_of_people_says_who_is_on_by_the_rota(covered: World) -> None:
    text = page(make_operator(covered, "seojun"), "/settings/people/")
    doyun = text.split('id="person-doyun"')[1].split("</li>")[0]
    assert "비번" in doyun
    assert "당직표를 따라요" in doyun
    assert "당직표를 따라요" not in text.split('id="person-jiwoo"')[1].split("</li>")[0]
