"""`bongsu claims`: what says the same in a file of posts, at a terminal."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.kit.command import bongsu

from bongsu.boot.cli import main

GLASS = "한강식품 왕만두 먹다가 유리조각 나왔습니다. 아이가 먹을 뻔했어요"
POSTS = [
    {"id": "a", "text": GLASS, "source": "cafe", "ts": "2026-03-07T21:48:00+09:00", "author": "minji"},
    {"id": 2, "text": "한강식품 주가 오늘 왜 이렇게 빠지나요 실적 발표가 언제인지 아시는 분", "source": "board"},
    {"id": "c", "text": "[펌] " + GLASS + "!!", "source": "board", "ts": "2026-03-07T21:50:00+09:00", "likes": 3},
    {"id": "d", "text": "ㅋㅋ"},
    {"id": "e", "text": GLASS.replace("나왔습니다", "나왔어요"), "source": "town"},
]


def jsonl(*rows: object) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def claims(tmp_path: Path, capfdbinary, given: bytes, *words: str, code: int = 0) -> tuple[list[dict], str]:
    (tmp_path / "posts.jsonl").write_bytes(given)
    assert main(["claims", str(tmp_path / "posts.jsonl"), *words]) == code
    out, err = capfdbinary.readouterr()
    return [json.loads(line) for line in out.splitlines()], err.decode()


def test_every_post_gets_its_claim_in_order_and_the_same_one_each_time(tmp_path, capfdbinary):
    told, err = claims(tmp_path, capfdbinary, jsonl(*POSTS))
    assert [row["id"] for row in told] == ["a", 2, "c", "d", "e"]
    key = {row["id"]: row["claim"] for row in told}
    assert key["a"] == key["c"] == key["e"]
    assert len(set(key.values())) == 3
    assert err == ""
    assert claims(tmp_path, capfdbinary, gzip.compress(jsonl(*POSTS)))[0] == told


def test_pairs_are_told_once_with_their_exact_similarity(tmp_path, capfdbinary):
    told, _ = claims(tmp_path, capfdbinary, jsonl(*POSTS), "--pairs")
    assert [(row["a"], row["b"]) for row in told] == [("a", "c"), ("a", "e"), ("c", "e")]
    grams = [
        {one[i : i + 3] for i in range(len(one) - 2)}
        for one in ("".join(filter(str.isalnum, POSTS[n]["text"].lower())) for n in (0, 2))
    ]
    assert told[0]["jaccard"] == round(len(grams[0] & grams[1]) / len(grams[0] | grams[1]), 6)
    assert claims(tmp_path, capfdbinary, jsonl(*POSTS), "--pairs", "--min", "0.95")[0] == told[:1]


def test_the_same_assertion_in_other_words_joins_its_claim(tmp_path, capfdbinary):
    other = "아이가 먹을 뻔했네요. 왕만두에서 유리조각이 나왔대요, 한강식품 왕만두"
    told, _ = claims(
        tmp_path,
        capfdbinary,
        jsonl(*POSTS, {"id": "f", "text": other, "source": "blog"}, {"id": "g", "text": other + " 퍼왔어요"}),
    )
    assert len({row["claim"] for row in told if row["id"] in ("a", "c", "e", "f", "g")}) == 1


def test_rows_that_cannot_be_read_are_named_and_the_rest_goes_on(tmp_path, capfdbinary):
    bad = [b"{", b'{"id": "x"}', b'{"text": "y"}', b'{"id": "", "text": "y"}', b'{"id": "a", "text": "again"}', b"[]"]
    bad += [b'{"id": "z", "text": 3}', b'{"id": null, "text": "y"}', b'{"id": "\xff", "text": "y"}', b"[" * 5000]
    told, err = claims(tmp_path, capfdbinary, jsonl(*POSTS, b"", *bad, {"id": "last", "text": GLASS}), code=1)
    assert [row["id"] for row in told] == ["a", 2, "c", "d", "e", "last"]
    assert [line.split(":")[0] for line in err.splitlines()] == [f"line {n}" for n in range(7, 7 + len(bad))]


def test_hostile_text_is_a_post_like_any_other(tmp_path, capfdbinary):
    odd = ["가" * 1_000_000, "\u0000\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "", "🔥" * 500]
    rows = [{"id": n, "text": text} for n, text in enumerate(odd)]
    assert len(claims(tmp_path, capfdbinary, jsonl(*rows))[0]) == len(odd)
    assert claims(tmp_path, capfdbinary, jsonl(*rows), "--pairs")[0] == []


def test_a_lone_surrogate_is_refused_or_read_but_never_stops(tmp_path, capfdbinary):
    told, _ = claims(tmp_path, capfdbinary, b'{"id": "s", "text": "\\ud800 abc"}\n' + jsonl(*POSTS[:1]), code=1)
    assert told[-1]["id"] == "a"


def test_standard_input_is_read_and_what_cannot_be_opened_is_said(tmp_path):
    done = bongsu(tmp_path, "claims", "-", stdin=jsonl(*POSTS))
    assert (done.code, len(done.out.splitlines())) == (0, 5)
    done = bongsu(tmp_path, "claims", str(tmp_path / "none.jsonl"))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("bongsu claims: ")
    (tmp_path / "half.gz").write_bytes(gzip.compress(jsonl(*POSTS) * 500)[:-20])
    assert bongsu(tmp_path, "claims", str(tmp_path / "half.gz")).code == 2


def test_help_loads_neither_numpy_nor_msgspec(tmp_path):
    code = (
        "import sys\nfrom bongsu.boot import cli\n"
        "try:\n    cli.main(['claims', '--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "assert not {'numpy', 'msgspec', 'rensa', 'django'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=20)


@pytest.mark.parametrize("least", ["0.2", "1.5", "nan", "much"])
def test_a_threshold_that_cannot_be_served_is_refused(tmp_path, capsys, least):
    with pytest.raises(SystemExit) as ended:
        main(["claims", "x.jsonl", "--pairs", "--min", least])
    assert ended.value.code == 2
    assert "from 0.3 to 1" in capsys.readouterr().err
