"""A post is kept by hand: shown before, kept once, proved after, and only for the organisation's own people."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.together import at_once
from tests.kit.world import World, make_world

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis import clips as rules
from bongsu.flows import clips as flow
from bongsu.flows.listen import Listener
from bongsu.store import clips as store, setup
from bongsu.store.mentions.models import InboxBatch, Mention
from bongsu.store.operations import models as m
from bongsu.store.words import watch_words

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2_500
URL = "https://gall.dcinside.com/board/view/?id=food&no=1"
POST = {"url": URL, "text": "유리조각이 나왔대요 <b>굵게</b>", "place": "DC인사이드", "author": "ㅇㅇ(118.235)"}


def picture(content: bytes = PNG, name: str = "캡처.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def keep(client: Client, **changes: object):  # type: ignore[no-untyped-def]
    return client.post("/clip/", POST | changes)


def body(answer) -> bytes:  # type: ignore[no-untyped-def]
    return b"".join(answer.streaming_content)


def test_what_led_here_fills_the_form_and_keeps_nothing(world: World) -> None:
    client = signed_in(world, "haneul")
    page = client.get("/clip/", {"url": URL, "title": '"><script>alert(1)</script>', "text": "본 글"}).content.decode()
    assert f'value="{URL.replace("&", "&amp;")}"' in page
    assert "본 글</textarea>" in page
    assert 'value="DC인사이드"' in page
    assert "<script>alert" not in page
    assert "열어 보거나 가져오지 않아요" in page
    assert m.Clip.objects.count() == Mention.objects.count() == InboxBatch.objects.count() == 0


def test_a_phone_shares_text_with_a_link_and_nothing_is_kept_yet(world: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "ko"})
    client.cookies = signed_in(world, "haneul").cookies
    answer = client.post("/clip/share/", {"text": f"이거 보세요 {URL}", "picture": picture()})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{URL.replace("&", "&amp;")}"' in page
    assert "그림은 따라오지 않았어요" in page
    assert m.Clip.objects.count() == 0
    about = Client().get("/manifest.webmanifest").json()["share_target"]
    assert (about["action"], about["method"], about["enctype"]) == ("/clip/share/", "POST", "multipart/form-data")


def test_a_kept_post_stays_with_its_picture_and_counts_as_one_mention(world: World) -> None:
    client = signed_in(world, "haneul")
    assert keep(client, picture=picture()).headers["Location"] == "/clips/1/" or m.Clip.objects.count() == 1
    (clip,) = store.latest(world.org)
    assert (clip.place, clip.author, clip.brand, clip.counted) == ("DC인사이드", "ㅇㅇ(118.235)", world.brand, True)
    assert clip.parts[0].sha256 == hashlib.sha256(PNG).hexdigest()
    page = client.get(f"/clips/{clip.id}/").content.decode()
    assert "유리조각이 나왔대요 &lt;b&gt;굵게&lt;/b&gt;" in page
    assert "박하늘" in page
    Listener(world.ports).work()
    told = Mention.objects.get()
    assert (told.source, told.url, told.author, told.matched) == ("DC인사이드", URL, "ㅇㅇ(118.235)", True)
    led = client.get(f"/clips/of/{told.key.partition('clip-')[2]}/")
    assert led.headers["Location"] == f"/clips/{clip.id}/"
    assert m.Source.objects.get(kind="clip").last_item_at is not None


def test_two_at_once_are_one_clip_one_mention_and_two_witnesses(world: World) -> None:
    first, second = signed_in(world, "haneul"), signed_in(world, "seojun")
    answers: list[int] = []
    at_once(
        lambda: answers.append(keep(first).status_code),
        lambda: answers.append(keep(second, place="디시", picture=picture()).status_code),
    )
    assert answers == [302, 302]
    (clip,) = store.latest(world.org)
    assert sorted(k.record.by for k in clip.keepings) == ["haneul", "seojun"]
    assert [k.record.number for k in clip.keepings] == [1, 2]
    assert clip.keepings[1].record.before == clip.keepings[0].digest
    Listener(world.ports).work()
    assert Mention.objects.count() == 1
    assert store.prove(world.org, clip.id) == ()


def test_kept_twice_by_one_person_it_is_kept_once(world: World) -> None:
    client = signed_in(world, "haneul")
    keep(client)
    assert "이미 남긴 글이에요" in client.get(keep(client).headers["Location"]).content.decode()
    assert m.ClipKeeping.objects.count() == 1


def test_cut_short_before_it_counted_it_counts_with_the_next_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(world, "haneul")
    with monkeypatch.context() as cut:
        cut.setattr(flow, "count_waiting", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keep(client)
    assert InboxBatch.objects.count() == 0
    keep(client, url="https://pann.nate.com/talk/2")
    Listener(world.ports).work()
    assert Mention.objects.count() == 2


def test_it_says_that_all_is_as_it_was_until_somebody_changes_a_byte(world: World) -> None:
    client = signed_in(world, "haneul")
    keep(client, picture=picture())
    keep(signed_in(world, "seojun"))
    (clip,) = store.latest(world.org)
    assert "그대로예요" in client.get(f"/clips/{clip.id}/proof/").content.decode()
    piece = m.EvidencePiece.objects.get(n=1)
    m.EvidencePiece.objects.filter(pk=piece.pk).update(data=b"\x01" + bytes(piece.data)[1:])
    assert [(f.what, f.number) for f in store.prove(world.org, clip.id)] == [("picture", 1)]
    m.Clip.objects.update(text="유리조각은 없었대요")
    assert {f.what for f in store.prove(world.org, clip.id)} == {"text", "record", "picture"}
    assert "남겼을 때와 달라요" in client.get(f"/clips/{clip.id}/proof/").content.decode()


@pytest.mark.parametrize(
    ("field", "changed"), [("by", "seojun"), ("author", "다른 사람"), ("place", "X"), ("before", "0" * 64)]
)
def test_a_record_changed_behind_our_back_is_found(world: World, field: str, changed: str) -> None:
    keep(signed_in(world, "haneul"))
    m.ClipKeeping.objects.update(**{field: changed})
    assert "record" in {f.what for f in store.prove(world.org, store.latest(world.org)[0].id)}


def test_a_record_taken_away_leaves_a_gap(world: World) -> None:
    client = signed_in(world, "haneul")
    for n in range(3):
        keep(client, url=f"https://pann.nate.com/talk/{n}")
    m.Clip.objects.get(url__endswith="/1").delete()
    last = next(c for c in store.latest(world.org) if c.url.endswith("/2"))
    assert [(f.what, f.number) for f in store.prove(world.org, last.id)] == [("chain", 3)]


def test_lawyers_get_a_bundle_that_proves_itself_without_us(world: World) -> None:
    client = signed_in(world, "haneul")
    keep(client, picture=picture())
    (clip,) = store.latest(world.org)
    answer = client.get(f"/clips/{clip.id}/export.zip")
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        told = json.loads(bundle.read("manifest.json"))
        assert told["unchanged"] is True
        assert hashlib.sha256(bundle.read("text.txt")).hexdigest() == told["text"]["sha256"]
        for kept in told["keepings"]:
            spelt = json.dumps(kept["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            assert hashlib.sha256(spelt).hexdigest() == kept["sha256"]
            for one in kept["pictures"]:
                assert hashlib.sha256(bundle.read(one["file"])).hexdigest() == one["sha256"]
        assert told["keepings"][0]["record"]["text_sha256"] == told["text"]["sha256"]
        assert bundle.read("picture-1-1.png") == PNG


def test_a_polyglot_comes_out_as_a_picture_that_runs_nothing(world: World) -> None:
    client = signed_in(world, "haneul")
    sent = PNG + b"<script>alert(1)</script>"
    keep(client, picture=picture(sent, "x.html"))
    (clip,) = store.latest(world.org)
    answer = client.get(f"/clips/{clip.id}/pictures/{clip.parts[0].id}/")
    assert body(answer) == sent
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "javascript:alert(1)"},
        {"text": "", "url": ""},
        {"picture": SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")},
        {"text": "가" * (rules.BODY + 1)},
        {"brand": "9999"},
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(world: World, wrong: dict[str, object]) -> None:
    answer = keep(signed_in(world, "haneul"), **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert "javascript:alert(1)" not in page.replace('value="javascript:alert(1)"', "")
    assert m.Clip.objects.count() == 0


def test_two_hundred_megabytes_are_refused_unread(world: World) -> None:
    for path in ("/clip/", "/clip/share/"):
        answer = signed_in(world, "haneul").generic(
            "POST", path, b"--x\r\n", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(200_000_000)
        )
        assert answer.status_code == 413


def test_a_form_without_its_token_keeps_nothing(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(world, "haneul").cookies
    assert keep(strict).status_code == 403
    assert m.Clip.objects.count() == 0


def test_another_organisation_sees_nothing_of_it(world: World) -> None:
    keep(signed_in(world, "haneul"), picture=picture())
    (clip,) = store.latest(world.org)
    stranger = signed_in(make_world(slug="daehan", clock=world.clock), "haneul")
    part = clip.parts[0].id
    for path in ("", "proof/", "export.zip", f"pictures/{part}/"):
        assert stranger.get(f"/clips/{clip.id}/{path}").status_code == 404
    assert stranger.get(f"/clips/of/{clip.identity[:32]}/").status_code == 404
    assert "유리조각" not in stranger.get("/clips/").content.decode()
    assert Client().get(f"/clips/{clip.id}/").status_code == 302


def test_whoever_only_reads_keeps_nothing(world: World) -> None:
    setup.upsert_people(world.org, [*world.store.people(world.org), Person("looker", "관찰자", ("observer",))])
    assert keep(signed_in(world, "looker")).status_code == 403


def test_clips_are_found_by_place_address_and_brand(world: World) -> None:
    client = signed_in(world, "haneul")
    keep(client)
    other = setup.upsert_brand(world.org, "한강베이커리", watch_words({"include": ["한강베이커리"]}, where="t"))
    keep(client, url="https://pann.nate.com/talk/1", place="", text="한강베이커리 빵 실망")
    for search, found in (("DC", "유리조각"), ("pann.nate", "빵 실망"), ("네이트판", "빵 실망")):
        page = client.get("/clips/", {"q": search}).content.decode()
        assert found in page
        assert ("유리조각" in page) + ("빵 실망" in page) == 1
    assert "빵 실망" in client.get("/clips/", {"brand": str(other)}).content.decode()
    assert keep(client, text="아무 브랜드도 아닌 말").status_code == 422


def test_the_bookmarklet_only_leads_here(world: World) -> None:
    page = signed_in(world, "haneul").get("/clip/how/").content.decode()
    assert 'href="javascript:' in page
    assert "/clip/?" in page
    assert "fetch(" not in page


def test_a_clip_comes_into_the_open_room_as_one_sealed_line_with_its_digest(world: World) -> None:
    client = signed_in(world, "haneul")
    keep(client)
    (clip,) = store.latest(world.org)
    assert "상황실에 넣기" not in client.get(f"/clips/{clip.id}/").content.decode()
    room = world.open_room(level=3)
    assert "상황실에 넣기" in client.get(f"/clips/{clip.id}/").content.decode()
    for _ in range(2):
        assert client.post(f"/clips/{clip.id}/room/").headers["Location"] == f"/rooms/{room}/#journal"
    client.post(f"/clips/{clip.id}/room/")
    assert "이미 상황실에" in signed_in(world, "seojun").post(f"/clips/{clip.id}/room/", follow=True).content.decode()
    (brought,) = [event for event in world.events(room) if isinstance(event, e.ClipBrought)]
    assert "유리조각" not in brought.said
    assert (brought.clip, brought.digest, brought.pictures) == (clip.id, clip.digest, len(clip.parts))
    page = client.get(f"/rooms/{room}/").content.decode()
    assert page.count(f'href="/clips/{clip.id}/proof/"') == 2  # on its line and among the files
    assert clip.digest[:12] in page
    assert "유리조각" in page
    world.assert_journal_holds(room)
    keep(signed_in(world, "seojun"))  # another saw it too: what the proof says has changed
    assert client.post(f"/clips/{clip.id}/room/").status_code == 302
    assert len(world.room(room).clips) == 2
