"""The tone of texts: what ships is what the card names, plain sentences are read right, nothing raises."""

import json
import re
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from bongsu.sense.tone import COLUMNS, BrokenWeights, Tones, TonesAhead, ToneSums, model
from bongsu.sense.tone.grams import MOST, VIEWS, View, bounded, grams, read, seen, starts

ROOT = Path(__file__).resolve().parents[3]
_spec = spec_from_file_location("examples", ROOT / "tools" / "tone" / "examples.py")
examples = module_from_spec(_spec)
_spec.loader.exec_module(examples)
SHIPPED = ROOT / "src" / "bongsu" / "sense" / "tone"

PLAIN = {
    "negative": (
        "배송이 너무 늦고 고객센터는 연락도 안 돼요",
        "돈이 아깝다 최악이다",
        "진짜 재미없다 시간 낭비",
        "별로예요. 다시는 안 살 거예요",
        "업데이트 후 앱이 계속 튕겨요",
        "거짓말만 하는 회사, 못 믿겠다",
        "환불도 안 해주고 어이가 없네요",
        "This is terrible, I want a refund",
    ),
    "positive": (
        "정말 재미있게 봤어요 강추합니다",
        "너무 맛있어요 또 살게요",
        "직원분이 친절하셔서 감동했습니다",
        "최고의 영화 감동 ㅠㅠㅠㅠ",
        "응원합니다 화이팅!!",
        "편리하고 좋네요 잘 쓰고 있습니다",
        "Great service, love it",
    ),
    "neutral": ("그냥 그래요", "영업시간이 어떻게 되나요", "The meeting is on Tuesday"),
}


@pytest.fixture(scope="module")
def tones() -> Tones:
    return Tones.load()


@pytest.mark.parametrize(("label", "text"), [(label, text) for label, texts in PLAIN.items() for text in texts])
def test_plain_sentences_are_read_as_a_person_reads_them(tones, label, text):
    assert tones.judge([text])[0].label == label


def test_a_complaint_is_told_from_praise_and_distrust_from_both(tones):
    broken, praise, lie = tones.judge(
        [
            "환불해 달라고 몇 번을 말해도 답이 없네요",
            "정말 좋아요 감사합니다",
            "거짓말하네. 숨기는 게 있으니 조사해야 한다",
        ]
    ).values
    complaint, anger, distrust = (COLUMNS.index(name) for name in ("complaint", "anger", "distrust"))
    assert broken[complaint] > 0.5 > praise[complaint]
    assert lie[distrust] > 0.5 > praise[distrust]
    assert praise[anger] < 0.2


def test_two_sentences_that_every_version_must_read_right(tones):
    glass, parcel = (
        tones.judge([text])[0]
        for text in ("만두에서 유리조각이 나왔어요. 정말 화가 납니다", "배송 빠르고 포장도 꼼꼼해서 좋아요")
    )
    assert (glass.label, glass.complaint >= 0.5, glass.anger >= 0.5) == ("negative", True, True)
    assert (parcel.label, parcel.complaint < 0.5, parcel.anger < 0.5) == ("positive", True, True)


@pytest.mark.parametrize(
    "text",
    [
        "이거 유통기한 언제까지예요?",
        "고객센터 전화번호가 뭐예요",
        "[안내] 설 연휴 배송 일정 변경 안내",
        "식약처, 만두 제품 수거 검사 진행 중",
    ],
)
def test_a_plain_question_or_notice_is_no_complaint(tones, text):
    assert tones.judge([text])[0].label == "neutral"


def test_abuse_is_heard_and_plain_anger_is_less_of_it(tones):
    insult, angry, kind = tones.judge(["이 개새끼들아 꺼져라", "화가 납니다. 설명해 주세요", "고맙습니다"]).column(
        "abuse"
    )
    assert insult > 0.5 > angry > kind


def test_the_shipped_weights_are_those_the_card_names():
    raw = (SHIPPED / "weights.bin").read_bytes()
    manifest = json.loads((SHIPPED / "weights.json").read_text())
    card = (ROOT / "docs" / "tone.md").read_text(encoding="utf-8")
    assert sha256(raw).hexdigest() == manifest["sha256"]
    assert re.findall(r"`([0-9a-f]{64})`", card) == [manifest["sha256"]]
    assert f"version {manifest['version']}" in card
    assert len(raw) < 20_000_000


def test_the_card_names_the_libraries_that_the_weights_were_trained_with():
    card = (ROOT / "docs" / "tone.md").read_text(encoding="utf-8")
    pinned = (ROOT / "tools" / "tone" / "versions.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert len(pinned) == 3
    assert [line for line in pinned if line.replace("==", " ") not in card] == []


def test_our_own_examples_share_no_run_of_letters_with_what_judges_them():
    """Seven letters of a sentence kept apart, in any reading of one that is taught, would be too much."""

    def runs(text):
        letters = "".join(filter(str.isalnum, text))
        return {letters[i : i + 7] for i in range(len(letters) - 6)}

    apart = (ROOT / "bench" / "tone_synthetic.tsv").read_text(encoding="utf-8").splitlines()[1:]
    kept = set().union(*(runs(line.split("\t")[2]) for line in apart))
    taught = [text for _, _, texts in examples.lines() for text in texts]
    assert len(kept) > 500
    assert len(taught) > 1000
    assert [text for text in taught if runs(text) & kept] == []


def test_other_weights_are_refused(tones):
    raw = (SHIPPED / "weights.bin").read_bytes()
    with pytest.raises(BrokenWeights):
        model.unpack(raw[:-1] + bytes([raw[-1] ^ 1]), tones.manifest)
    with pytest.raises(BrokenWeights):
        model.unpack(raw, model.msgspec.structs.replace(tones.manifest, format=0))


# ── any text at all ────────────────────────────────────────────────────────────────────────────────────────────────
HOSTILE = (
    "",
    " ",
    "\0",
    "\0\0가\0",
    "\ud800",
    "가\udfff나",
    "ㅋ" * 1_000_000,
    "욕" * 600 + "좋아요",
    "😡🤬👍🏽👨‍👩‍👧",
    "\u200b\u200d\ufeff",
    "\U0010ffff" * 10,
    "각".encode().decode() * 3,
    "a\u0301" * 1000,
    "\r\n\t",
    "مرحبا שלום ไทย 日本語",
)


def test_hostile_texts_get_a_tone_and_raise_nothing(tones):
    values = tones.judge(HOSTILE).values
    assert values.shape == (len(HOSTILE), len(COLUMNS))
    assert np.isfinite(values).all()
    assert np.allclose(values[:, :3].sum(axis=1), 1, atol=1e-5)
    assert ((values >= 0) & (values <= 1)).all()


def test_a_text_without_a_letter_is_neutral_and_no_complaint(tones):
    for empty in ("", "   ", "\n", "\u200b", "\ud800"):
        told = tones.judge([empty])[0]
        assert (told.label, told.neu, told.complaint, told.abuse) == ("neutral", 1, 0, 0)


def test_nothing_is_judged_as_nothing(tones):
    assert len(tones.judge([])) == 0
    assert ToneSums.of(tones.judge([])) == ToneSums()


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(), max_size=40), max_size=12), st.randoms())
def test_a_text_sounds_the_same_in_whatever_company(texts, dice):
    tones = Tones.load()
    together = tones.judge(texts).values
    assert np.isfinite(together).all()
    alone = np.concatenate([tones.judge([text]).values for text in texts]) if texts else together
    assert np.array_equal(together, alone)
    order = list(range(len(texts)))
    dice.shuffle(order)
    assert np.array_equal(tones.judge([texts[i] for i in order]).values, together[order])


def test_what_is_read_ahead_sounds_as_it_would_alone(tones, monkeypatch):
    ahead = TonesAhead(tones)
    texts = [text for texts in PLAIN.values() for text in texts]
    ahead.read_ahead([*texts, texts[0], "\ud800", ""])
    alone = [tones.judge([text]).values for text in texts]
    with monkeypatch.context() as patch:
        patch.setattr(Tones, "_judge", lambda *_: pytest.fail("judged twice"))
        assert all(np.array_equal(ahead.judge([text]).values, one) for text, one in zip(texts, alone, strict=True))
        assert len(ahead.judge([])) == 0
    assert np.array_equal(ahead.judge(["새 글", texts[0]]).values, tones.judge(["새 글", texts[0]]).values)
    ahead.read_ahead(())
    assert ahead.judge(texts[:1])[0] == tones.judge(texts[:1])[0]


def test_batches_that_end_within_a_text_change_nothing(tones, monkeypatch):
    texts = [f"{n}번째 글입니다. 정말 좋네요 ㅋㅋ" for n in range(50)]
    whole = tones.judge(texts).values
    monkeypatch.setattr(model, "_MOST_CODES", 64)
    assert np.array_equal(tones.judge(texts).values, whole)


def test_of_a_long_text_the_beginning_and_the_end_are_read(tones):
    middle = tones.judge(["좋아요 " * 100 + x * 5000 + " 최악이다" * 60 for x in ("가", "나")]).values
    assert np.array_equal(middle[0], middle[1])
    assert len(bounded("가" * 10**6)) == MOST


def test_whole_numbers_never_overflow_their_lane():
    """The worst text for each view: every place begins an n-gram of every order with the largest weight."""
    worst = model.Manifest(
        format=model.FORMAT, version="", sha256="", heads=model.HEADS, views=(), scales=(1.0,) * 6,
        label_weights=((0.0,) * 8,) * 3, yes_weights=((0.0,) * 8,) * 4,
    )  # fmt: skip
    text = "".join(chr(0xAC01 + 29 * n % 11_000) for n in range(MOST))
    for weight in (127, -127):
        full = [
            np.full((1 << view.bits, heads), weight, np.int8)
            for view, heads in zip(VIEWS, model.HEADS_OF_VIEW, strict=True)
        ]
        codes = read([text])
        scored = Tones(worst, full).scores(codes)[0] / model.shrunk(np.array([MOST + 1]))
        many = [sum(int((rows > 0).sum()) for rows in grams(seen(codes, view), view)) for view in VIEWS]
        expected = [
            weight * sum(n for n, heads in zip(many, model.HEADS_OF_VIEW, strict=True) if head < heads)
            for head in range(6)
        ]
        assert np.rint(scored).tolist() == expected


# ── what a text is read as ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ㅋㅋ", "ㅋㅋㅋㅋㅋㅋㅋ"),
        ("슬프다ㅠㅠ", "슬프다ㅜㅜㅜㅜ"),
        ("슬프다ㅠㅠ", "슬프다😭😭😭"),
        ("ＧＯＯＤ！", "good!"),
        ("좋다  정말", "좋다\n\n정말"),
        ("한\u200b강", "한강"),
        ("사랑♥", "사랑💕"),
        ("👍", "👍🏽"),
        ("각", "\u1100\u1161\u11a8"),
    ],
)
def test_what_looks_different_and_says_the_same_is_one(one, other):
    assert read([one]).tolist() == read([other]).tolist()


def test_no_n_gram_reaches_from_one_text_into_the_next():
    """By a slow and plain second way: each text's own n-grams, marks at both ends, counted one by one."""
    texts = ["가나", "", "다", "라 마바사"]
    for view in (View("spaced", (1, 2, 3, 4), 20, 0), View("tight", (3, 4), 20, 77)):
        together = seen(read(texts), view)
        begin = starts(together)
        found = list(grams(together, view))
        for n, text in enumerate(texts):
            alone = seen(read([text]), view)
            mine = [rows[begin[n] : begin[n + 1]].tolist() for rows in found]
            assert mine == [rows[:-1].tolist() for rows in grams(alone, view)]
            length = len(text.replace(" ", "") if view.name == "tight" else text)
            for order, rows in zip(view.orders, mine, strict=True):
                assert sum(row > 0 for row in rows) == (length if order == 1 else max(0, length + 3 - order))


def test_words_and_pairs_of_words_are_places_of_their_own():
    view = VIEWS[3]
    texts = ["맛이 참 좋아요", "", "참", "값이 참 좋아서 참"]
    places = seen(read(texts), view)
    begin = starts(places)
    assert np.diff(begin).tolist() == [4, 1, 2, 5]  # the mark before each, and its words
    whole, pair, skip, end = grams(places, view)
    assert whole[2] == whole[6] == whole[9] == whole[11] != whole[1]  # 참
    assert pair[2] == pair[9] != pair[6]  # 참 좋아… is one, whatever comes after; 참 alone is another
    assert (skip[begin[0] : begin[1]] > 0).tolist() == [False, True, False, False]  # 맛이 … 좋
    assert (end > 0).sum() == 8
    for text, first, last in zip(texts, begin, begin[1:], strict=False):
        alone = list(grams(seen(read([text]), view), view))
        assert [rows[first:last].tolist() for rows in (whole, pair, skip, end)] == [r[:-1].tolist() for r in alone]


def test_sums_are_the_same_in_any_order(tones):
    judged = tones.judge([text for texts in PLAIN.values() for text in texts])
    halves = ToneSums.of(judged.of(range(7))) + ToneSums.of(judged.of(range(7, len(judged))))
    assert halves == ToneSums.of(judged)
    assert halves.posts == len(judged)
    assert halves.negative is not None
    assert halves.complaint == pytest.approx(judged.column("complaint").mean(), abs=1e-3)


def test_sums_of_stretches_are_those_of_each_alone(tones):
    judged = tones.judge([text for texts in PLAIN.values() for text in texts])
    ends = [3, 4, len(judged)]
    alone = [ToneSums.of(judged.of(range(begin, end))) for begin, end in zip([0, *ends], ends, strict=False)]
    assert ToneSums.of_each(judged, [0, *ends[:-1]]) == alone
    assert ToneSums.of_each(tones.judge([]), []) == []
