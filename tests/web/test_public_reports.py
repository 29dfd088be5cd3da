"""Somebody without an account reports: once for one form, within limits, never dangerous to whoever reads it."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.kit.reader import make_operator, signed_in
from tests.kit.together import at_once
from tests.kit.world import World, make_world

from bongsu.core import events as e
from bongsu.core.errors import LinkRevoked, TooOften
from bongsu.core.values import Person
from bongsu.crisis import public_reports as rules
from bongsu.flows import clips as flow, decide
from bongsu.flows.assess import hand_findings
from bongsu.flows.listen import Listener
from bongsu.store import clips, public_reports as store, setup
from bongsu.store.clock import real_now
from bongsu.store.mentions.models import FindingOut, Mention
from bongsu.store.operations import models as m
from bongsu.store.queries import watch
from bongsu.web import house

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
VOICE = b"\x00\x00\x00\x18ftypM4A " + b"\x01" * 400
HOSTILE = '유리조각 <script>alert(1)</script> "><a href="https://evil.example">누르세요</a> {{ 7|add:1 }}'


@pytest.fixture
def link(world: World) -> tuple[store.Link, str]:
    house.install(world.ports)
    _, token = store.new_link(world.org, name="성수 매장", brand=None, by="haneul", at=world.now)
    found = store.find(token)
    assert found is not None
    return found, token


def stranger(**headers: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": "ko"} | headers)


def send(token: str, client: Client | None = None, **changes: object):  # type: ignore[no-untyped-def]
    typed = {"what": "손님이 유리조각을 찾았대요", "once": "one"}
    return (client or stranger()).post(f"/report/{token}/", typed | changes)


def test_looking_sends_nothing_sets_no_cookie_and_leads_nowhere_else(world: World, link) -> None:
    for client in (stranger(), signed_in(world, "haneul")):
        for answer in (client.get(f"/report/{link[1]}/"), client.head(f"/report/{link[1]}/")):
            assert answer.status_code == 200
            assert answer.cookies == {}
    page = stranger().get(f"/report/{link[1]}/?what=x&once=y")
    assert m.Report.objects.count() == m.ReportSending.objects.count() == m.Clip.objects.count() == 0
    assert "<script" not in page.content.decode()
    assert "http://" not in page.content.decode()
    assert "90일" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_it_speaks_both_languages(link) -> None:
    assert "무슨 일이 있었는지" in stranger().get(f"/report/{link[1]}/").content.decode()
    for page in (
        stranger(**{"accept-language": "en"}).get(f"/report/{link[1]}/"),
        stranger().get(f"/report/{link[1]}/?lang=en"),
    ):
        assert "What happened" in page.content.decode()


def test_a_report_gets_a_receipt_and_becomes_one_mention_that_proves_itself(world: World, link) -> None:
    files = [SimpleUploadedFile("../x.html", PNG), SimpleUploadedFile("통화.m4a", VOICE)]
    answer = send(
        link[1], where="계산대", when="3시", url="https://evil.example/", name="김점원", phone="010", file=files
    )
    assert answer.status_code == 302
    row = m.Report.objects.get()
    assert answer["Location"] == f"/report/{link[1]}/{row.receipt}/?lang=ko"
    said = stranger().get(answer["Location"]).content.decode()
    assert row.receipt in said
    assert "유리조각" not in said
    assert "김점원" not in said
    Listener(world.ports).work()
    told = Mention.objects.get()
    assert (told.source, told.text, told.url, told.matched) == ("제보", "손님이 유리조각을 찾았대요", "", True)
    assert told.key.endswith(f"report-{row.receipt}")
    one = clips.get(world.org, row.clip_id)
    assert (one.witnesses, one.title, one.url) == (("성수 매장",), "계산대 · 3시", "https://evil.example/")
    assert clips.prove(world.org, one.id) == ()
    assert m.Source.objects.get(kind="report").last_item_at is not None
    reader = signed_in(world, "haneul")
    assert reader.get(f"/clips/of-report/{row.receipt}/")["Location"] == f"/clips/{one.id}/"
    with zipfile.ZipFile(io.BytesIO(reader.get(f"/clips/{one.id}/export.zip").content)) as bundle:
        assert bundle.read("recording-1-2.m4a") == VOICE
        assert json.loads(bundle.read("manifest.json"))["report"] == row.receipt
        assert all("김점원".encode() not in bundle.read(name) for name in bundle.namelist())
    page = reader.get(f"/clips/{one.id}/").content.decode()
    assert "김점원" in page
    assert "<img" not in page
    assert 'href="https://evil.example' not in page
    for part in one.parts:
        sent = reader.get(f"/clips/{one.id}/pictures/{part.id}/")
        assert sent["Content-Disposition"].startswith("attachment")
        assert sent["Content-Security-Policy"] == "sandbox; default-src 'none'"
    m.Clip.objects.update(text="유리조각은 없었대요")
    assert {fault.what for fault in clips.prove(world.org, one.id)} == {"text", "record"}


def test_the_same_form_twice_and_at_once_is_one_report(world: World, link) -> None:
    answers: list[str] = []
    assert at_once(*[lambda: answers.append(send(link[1])["Location"])] * 2) == []
    answers.append(send(link[1])["Location"])
    assert len(set(answers)) == m.Report.objects.count() == m.Clip.objects.count() == 1
    send(link[1], once="two")
    send(link[1], what="손님이 유리조각을 또 찾았대요")
    Listener(world.ports).work()
    assert m.Report.objects.count() == Mention.objects.count() == 3


def test_killed_between_its_files_and_its_row_nothing_of_it_stays(world: World, link, monkeypatch) -> None:
    client = stranger()
    client.raise_request_exception = False
    with monkeypatch.context() as cut:
        cut.setattr(m.Report.objects, "create", lambda **_: 1 / 0)
        assert send(link[1], client, file=SimpleUploadedFile("a.png", PNG)).status_code == 500
    assert m.Clip.objects.count() == m.EvidencePart.objects.count() == m.EvidencePiece.objects.count() == 0
    assert send(link[1], file=SimpleUploadedFile("a.png", PNG)).status_code == 302


def test_killed_before_it_counted_the_clock_counts_it(world: World, link, monkeypatch) -> None:
    client = stranger()
    client.raise_request_exception = False
    with monkeypatch.context() as cut:
        cut.setattr(flow, "count_waiting", lambda *_, **__: 1 / 0)
        assert send(link[1], client).status_code == 500
    for _ in range(2):
        decide.watch_clock(world.ports, org=world.org)
        Listener(world.ports).work()
    assert Mention.objects.count() == 1


def test_a_revoked_link_and_one_that_never_was_take_nothing_and_tell_nothing(world: World, link) -> None:
    store.revoke(world.org, link[0].id, by="haneul", at=world.now)
    for token, status in ((link[1], 410), ("x" * 24, 404), ("%00", 404), ("x" * 3000, 404)):
        for answer in (stranger().get(f"/report/{token}/"), send(token)):
            assert answer.status_code == status
            page = answer.content.decode()
            assert "한강식품" not in page
            assert "성수" not in page
            assert "<form" not in page
    with pytest.raises(LinkRevoked):
        store.keep(link[0], world.brand, rules.told(what="유리"), once="x", at=world.now)
    assert m.Report.objects.count() == 0


def test_a_new_address_ends_the_one_before(world: World, link) -> None:
    token = store.new_token(world.org, link[0].id)
    assert stranger().get(f"/report/{link[1]}/").status_code == 404
    assert stranger().get(f"/report/{token}/").status_code == 200
    assert token not in str(list(m.ReportLink.objects.values()))


def test_too_many_from_one_address_wait_while_another_still_reports(link, monkeypatch) -> None:
    monkeypatch.setattr(rules, "SENDER_MOST", 2)
    assert [send(link[1], once=str(n)).status_code for n in range(3)] == [302, 302, 429]
    answer = send(link[1], what="아직 못 보낸 글", once="more")
    assert "10분 뒤에" in answer.content.decode()
    assert "아직 못 보낸 글</textarea>" in answer.content.decode()
    assert answer["Retry-After"] == "600"
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post(f"/report/{link[1]}/", {"what": "유리조각", "once": "z"}).status_code == 302
    assert "127.0.0.1" not in str(list(m.ReportSending.objects.values()))


def test_of_many_at_once_as_many_come_in_as_the_limit_says(link, monkeypatch) -> None:
    monkeypatch.setattr(rules, "LINK_MOST", 3)
    now = real_now()
    jobs = [lambda n=n: store.admit(link[0].id, sender=str(n), real=now) for n in range(5)]
    assert [type(one) for one in at_once(*jobs)] == [TooOften, TooOften]
    store.admit(link[0].id, sender="later", real=now + rules.LINK_WITHIN)
    store.admit(link[0].id, sender="next day", real=now + timedelta(days=2))
    assert m.ReportSending.objects.count() == 1  # those of the day before are gone


def test_a_sender_is_known_by_network_for_a_day_only() -> None:
    now = real_now()
    one, two = (store.sender_of(address, real=now) for address in ("2001:db8::1", "2001:db8::ffff"))
    assert one == two != store.sender_of("2001:db8:0:1::1", real=now)
    assert one != store.sender_of("2001:db8::1", real=now + timedelta(days=1))
    assert store.sender_of("\x00 nonsense", real=now)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"what": ""}, "무슨 일이 있었는지 적어"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"file": SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")}, "사진, 동영상, 녹음"),
        ({"what": "가" * (rules.WHAT + 1)}, "4,000"),
        ({"brand": "9999"}, "브랜드를 골라"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(link, wrong, said) -> None:
    answer = send(link[1], where="계산대", **wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode().replace("4000", "4,000")
    assert 'value="계산대"' in answer.content.decode()
    assert m.Report.objects.count() == 0


def test_what_is_too_large_is_refused_by_its_declared_length(link) -> None:
    answer = stranger().generic(
        "POST", f"/report/{link[1]}/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="200000000"
    )
    assert answer.status_code == 413
    assert m.ReportSending.objects.count() == 0


def test_a_day_takes_so_many_bytes_and_words_still_come(world: World, link, monkeypatch) -> None:
    monkeypatch.setattr(rules, "DAY_MOST", len(PNG) + 10)
    assert send(link[1], file=SimpleUploadedFile("a.png", PNG)).status_code == 302
    answer = send(link[1], once="two", file=SimpleUploadedFile("a.png", PNG))
    assert answer.status_code == 422
    assert "글만 보내" in answer.content.decode()
    assert send(link[1], once="two").status_code == 302


# ── somebody who has the address from a notice board ───────────────────────────────────────────────────────────────
HORRORS = (
    "한강식품 유리 조각에 아이가 다쳤어요 {n}번째 영상 있어요",
    "직원인데 한강식품 이물 알고도 숨겼어요 {n}호 제품 녹취 있습니다",
    "RT @mom 한강식품 유리 먹고 입원, 응급실 {n}번 사진",
    "한강식품 곰팡이 벌레 나와서 환불 거절 {n} 실망이에요",
)


def tell(world: World, link: store.Link, number: int, what: str) -> None:
    """Past the limits of forms, as if there were many phones."""
    store.keep(link, world.brand, rules.told(what=what), once=str(number), at=world.now)


def hear(world: World) -> list[int]:
    """Levels of what was found."""
    flow.count_waiting(world.ports, org=world.org)
    Listener(world.ports).work()
    found = sorted(FindingOut.objects.filter(brand=world.brand).values_list("level", flat=True))
    hand_findings(world.ports, org=world.org)
    return found


def test_whoever_has_one_address_makes_no_crisis_of_it_however_much_they_send(world: World, link) -> None:
    for number in range(120):
        tell(world, link[0], number, HORRORS[number % len(HORRORS)].format(n=number))
        if number % 4 == 3:
            world.clock.forward(minutes=1)
            hear(world)
    assert max(hear(world), default=1) <= 2
    assert m.Room.objects.count() == 0


def test_places_with_an_address_each_are_voices_and_are_heard(world: World) -> None:
    links = [
        store.find(store.new_link(world.org, name=f"매장 {n}", brand=None, by="haneul", at=world.now)[1])
        for n in range(5)
    ]
    for number, one in enumerate(links):
        assert one is not None
        tell(world, one, number, HORRORS[0].format(n=number))
    assert max(hear(world)) >= 3
    assert m.Room.objects.count() == 1


def test_of_one_address_so_many_an_hour_count_as_mentions_and_all_can_be_read(world: World, link) -> None:
    for number in range(rules.COUNTED_MOST + 3):
        tell(world, link[0], number, f"한강식품 최고예요 감사합니다 {number}")
    for _ in range(2):
        hear(world)
    assert Mention.objects.count() == rules.COUNTED_MOST
    assert not m.Clip.objects.filter(counted=False).exists()
    world.clock.forward(minutes=61)
    tell(world, link[0], 999, "한강식품 또 왔어요")
    hear(world)
    assert Mention.objects.count() == rules.COUNTED_MOST + 1
    reader, last = signed_in(world, "haneul"), m.Report.objects.order_by("id")[rules.COUNTED_MOST]
    assert "언급으로는 세지 않았어요" in reader.get(f"/clips/{last.clip_id}/").content.decode()
    first = m.Report.objects.order_by("id")[0]
    assert "언급으로는 세지 않았어요" not in reader.get(f"/clips/{first.clip_id}/").content.decode()
    assert store.waiting_count(world.org, world.now) == rules.COUNTED_MOST + 4


def test_a_flood_by_one_address_hides_no_other_places_report(world: World, link) -> None:
    _, token = store.new_link(world.org, name="부산 매장", brand=None, by="haneul", at=world.now)
    quiet = store.find(token)
    assert quiet is not None
    tell(world, quiet, 1, "손님 한 분이 유리를 찾았어요")
    world.clock.forward(minutes=1)
    for number in range(30):
        tell(world, link[0], number, f"장난 {number}")
    shown = store.waiting(world.org, world.now)
    assert len(shown) == store.SHOWN
    assert [one.link for one in shown].count("부산 매장") == 1
    assert [one.at for one in shown] == sorted((one.at for one in shown), reverse=True)


def test_hostile_words_stay_words_wherever_they_are_shown(world: World, link) -> None:
    send(link[1], what=HOSTILE, where='"><img src=x onerror=alert(1)>\r\nSet-Cookie: a=b', name="<b>이름</b>")
    client, clip = signed_in(world, "haneul"), m.Clip.objects.get().pk
    for path in ("/", "/clips/", f"/clips/{clip}/", f"/clips/{clip}/proof/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="https://evil.example' not in page
        assert "<b>이름" not in page


def test_the_watch_shows_it_until_somebody_settles_it(world: World, link) -> None:
    before = watch.version(world.org)
    send(link[1])
    assert watch.version(world.org) > before
    reader, other = signed_in(world, "haneul"), signed_in(world, "seojun")
    clip = m.Clip.objects.get().pk
    page = reader.get("/").content.decode()
    assert "안 읽은 것 1" in page
    assert "아직 아무도 읽지 않은 제보 1건을 읽으세요" in page
    reader.get(f"/clips/{clip}/")
    assert "안 읽은 것" not in other.get("/").content.decode()
    reader.post(f"/clips/{clip}/report/take/", {"back": "watch"})
    assert "박하늘 님이 보고 있어요" in other.get("/").content.decode()
    opening = reader.get(f"/?open=1&report={clip}").content.decode()
    assert f"제보 {m.Report.objects.get().receipt}: 손님이 유리조각을 찾았대요</textarea>" in opening
    other.post(f"/clips/{clip}/report/take/")
    assert m.WatchMark.objects.get(kind="hand").person == "haneul"
    world.clock.forward(minutes=15)
    other.post(f"/clips/{clip}/report/take/")
    assert "내가 보고 있어요" in other.get(f"/clips/{clip}/").content.decode()
    other.post(f"/clips/{clip}/report/release/")
    other.post(f"/clips/{clip}/report/settle/")
    assert 'id="reports"' not in reader.get("/").content.decode()
    assert "상황실 없이 끝냄" in reader.get(f"/clips/{clip}/").content.decode()


def test_it_comes_into_the_open_room_as_one_sealed_line(world: World, link) -> None:
    send(link[1])
    room, client, clip = world.open_room(level=3), signed_in(world, "haneul"), m.Clip.objects.get().pk
    for _ in range(2):
        client.post(f"/clips/{clip}/room/")
    (brought,) = [event for event in world.events(room) if isinstance(event, e.ClipBrought)]
    assert "유리조각" not in brought.said
    assert brought.receipt == m.Report.objects.get().receipt
    assert m.Report.objects.get().receipt in client.get(f"/rooms/{room}/").content.decode()
    assert (m.Report.objects.get().room_id, m.Report.objects.get().settled_by) == (room, "haneul")
    world.assert_journal_holds(room)


def test_whoever_told_it_is_forgotten_in_time_and_when_they_ask(world: World, link) -> None:
    send(link[1], name="김점원", phone="010-0000-0000")
    assert "김점원" not in str(list(m.Report.objects.values()))  # sealed
    assert store.forget_due(world.org, world.now + rules.CONTACT_KEPT - timedelta(minutes=1)) == 0
    world.clock.forward(days=rules.CONTACT_KEPT.days)
    decide.watch_clock(world.ports, org=world.org)
    row = m.Report.objects.get()
    assert (row.name, row.phone, row.forget_at) == ("", "", None)
    send(link[1], name="이점원", once="two")
    client, second = signed_in(world, "haneul"), m.Report.objects.first()
    assert second is not None
    client.post(f"/clips/{second.clip_id}/report/forget/")
    assert "이점원" not in client.get(f"/clips/{second.clip_id}/").content.decode()
    assert clips.prove(world.org, second.clip_id) == ()


def test_whoever_only_reads_sees_no_phone_number_and_acts_on_nothing(world: World, link) -> None:
    send(link[1], name="김점원")
    setup.upsert_people(world.org, [*world.store.people(world.org), Person("looker", "관찰자", ("observer",))])
    looker, clip = signed_in(world, "looker"), m.Clip.objects.get().pk
    assert "김점원" not in looker.get(f"/clips/{clip}/").content.decode()
    for act in ("take", "release", "settle", "forget"):
        assert looker.post(f"/clips/{clip}/report/{act}/").status_code == 403
    other = signed_in(make_world(slug="daehan", clock=world.clock), "haneul")
    assert other.get(f"/clips/of-report/{m.Report.objects.get().receipt}/").status_code == 404
    assert other.post(f"/clips/{clip}/report/take/").status_code == 404


def test_an_operator_makes_a_link_sees_it_once_and_ends_it(world: World) -> None:
    client = make_operator(world)
    page = client.post("/settings/do/report-link/", {"name": "부산 대행사"}).content.decode()
    token = page.partition("/report/")[2].partition("/")[0]
    assert 'src="data:image/svg+xml;base64,' in page
    assert stranger().get(f"/report/{token}/").status_code == 200
    assert token not in client.get("/settings/report-links/").content.decode()
    assert client.post("/settings/do/report-link/", {"name": "부산 대행사"}).status_code == 422
    assert client.post("/settings/do/report-link/", {}).status_code == 422
    send(token)
    assert "제보 1건" in client.get("/settings/report-links/").content.decode()
    number = m.ReportLink.objects.get().pk
    again = client.post("/settings/do/report-link-again/", {"link": number}).content.decode()
    assert token not in again
    client.post("/settings/do/report-link-end/", {"link": number})
    assert m.ReportLink.objects.get().revoked_by == "doyun"
    assert client.post("/settings/do/report-link-again/", {"link": number}).status_code == 404
    assert signed_in(world, "haneul").post("/settings/do/report-link/", {"name": "x"}).status_code == 403
