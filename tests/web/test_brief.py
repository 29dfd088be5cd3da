"""One page for executives: five lines, what waiting costs, and a PDF in which nothing that people wrote is code."""

import io
from datetime import timedelta

import pypdf
import pytest
from tests.kit.reader import signed_in

from bongsu.core.ports import Kept
from bongsu.flows import convene, decide, duties
from bongsu.store import setup
from bongsu.web import pdf

HOSTILE = '#read("/etc/passwd") *굵게* $x$ = 제목 @x <y> \\ 뷁쀍펲'


@pytest.fixture
def room(world):
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title=HOSTILE, why="사진이 있어요.", level=4
    )
    decide.ask(
        world.ports,
        org=world.org,
        room=number,
        by="seojun",
        question=f"멈출까요? {HOSTILE}",
        options=("멈춘다", "지켜본다"),
        default=1,
        owner="minseo",
        deputy=None,
        minutes=20,
    )
    duties.note_fault(
        world.ports, org=world.org, room=number, by="seojun", text=f"라인 {HOSTILE}", owner="haneul", minutes=60
    )
    return number


@pytest.fixture
def heard(world):
    """An hour of a surge."""
    start = world.now.replace(second=0, microsecond=0) - timedelta(hours=1)
    counts = {start + timedelta(minutes=n): 2 + n // 6 for n in range(60)}
    world.mentions.keep(
        [
            Kept(
                org=world.org,
                brand=world.brand,
                mentions=(),
                unmatched=(),
                minutes=counts,
                claims=(),
                findings=(),
                state=b"",
            )
        ]
    )


def words_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_the_pdf_says_the_five_lines_in_the_readers_language(world, room, heard):
    korean = words_of(signed_in(world, "minseo").get(f"/rooms/{room}/brief.pdf"))
    for head in (
        "무슨 일인가",
        "얼마나 심하고",
        "우리 사람들의 생각",
        "말한 것과 한 것",
        "언제까지 무엇이",
        "기다리면",
    ):
        assert head in korean
    english = signed_in(world, "minseo").get(f"/rooms/{room}/brief.pdf", headers={"accept-language": "en"})
    assert english.status_code == 200


def test_what_people_wrote_is_text_in_the_pdf_and_never_code(world, room, heard):
    text = words_of(signed_in(world, "minseo").get(f"/rooms/{room}/brief.pdf"))
    flat = "".join(text.split())
    assert flat.count("".join(HOSTILE.split())) >= 3
    assert "root:" not in text


def test_every_syllable_has_its_glyph():
    """A missing glyph is drawn as a box and comes back as nothing."""
    syllables = "".join(chr(code) for code in range(0xAC00, 0xD7A4))
    lines = [{"head": "글자", "words": [syllables[n : n + 400] for n in range(0, len(syllables), 400)]}]
    empty = {"head": "", "columns": [], "rows": [], "note": ""}
    about = {"title": "t", "lang": "ko", "level": 1, "kicker": "", "beacon": "", "clocks": "", "footer": ""}
    made = pdf.write(pdf.HERE / "brief.typ", about | {"lines": lines, "waiting": empty})
    read = "".join("".join(p.extract_text().split()) for p in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert set(syllables) <= set(read)


def test_a_page_too_large_or_without_typst_is_refused_and_the_page_prints_instead(world, room, monkeypatch):
    with pytest.raises(pdf.NoPdf):
        pdf.write(pdf.HERE / "brief.typ", {"title": "가" * pdf.MOST_IN})
    with pytest.raises(pdf.NoPdf):
        pdf.write(pdf.HERE / "nowhere.typ", {})
    monkeypatch.setattr(pdf, "available", lambda: False)
    minseo = signed_in(world, "minseo")
    assert minseo.get(f"/rooms/{room}/brief.pdf")["Location"] == f"/rooms/{room}/brief/"
    page = minseo.get(f"/rooms/{room}/brief/").content.decode()
    assert "설치되지 않았어요" in page
    assert "PDF로 받기" not in page


def test_a_page_that_never_ends_is_stopped(tmp_path, monkeypatch):
    endless = tmp_path / "endless.typ"
    endless.write_text("#let n = 0\n#while n < 100000000000 { n = n + 1 }", encoding="utf-8")
    monkeypatch.setattr(pdf, "WITHIN_S", 1.0)
    with pytest.raises(pdf.NoPdf):
        pdf.write(endless, {})


def test_a_page_cannot_read_outside_its_folder(tmp_path):
    spy = tmp_path / "spy.typ"
    spy.write_text('#read("/etc/passwd") #read("../../../etc/passwd")', encoding="utf-8")
    with pytest.raises(pdf.NoPdf):
        pdf.write(spy, {})


def test_waiting_is_shown_as_ranges_with_the_clocks_that_would_be_missed(world, room, heard):
    html = signed_in(world, "minseo").get(f"/rooms/{room}/brief/").content.decode()
    waiting = html.split('id="waiting"')[1]
    for words in ("30분", "1시간", "3시간", "–", "결정: 멈출까요?"):
        assert words in waiting
    assert 'class="tag warn">가정' not in html
    assumed = signed_in(world, "minseo").get(f"/rooms/{room}/brief/?assume=40").content.decode()
    assert "가정 −40%" in assumed
    for odd in ("101", "-1", "x", "٣"):
        assert "가정 −" not in signed_in(world, "minseo").get(f"/rooms/{room}/brief/?assume={odd}").content.decode()


def test_without_numbers_nothing_is_forecast(world, room):
    other = setup.create_org("other", "다른 회사", at=world.now)
    assert other != world.org
    html = signed_in(world, "minseo").get(f"/rooms/{room}/brief/").content.decode()
    assert 'id="waiting"' in html
    assert signed_in(world, "minseo").get("/rooms/999999/brief.pdf").status_code == 404
