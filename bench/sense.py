"""What analysis costs and how well it reads Korean names. `python bench/sense.py [mentions]` (default 200,000).

Synthetic Korean posts of about 100 characters; a fifth of them copies with small edits. Where the folder of
BONGSU_DATA (default ../shared/data beside the repository) holds klue/ner.jsonl, also the share of organisation names
found with their particles.
"""

import json
import os
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bongsu.core.ports import BrandRef
from bongsu.core.values import LevelRow, Mention, WatchWords
from bongsu.sense.claim import author_digest
from bongsu.sense.claims import Claims
from bongsu.sense.match import Matcher
from bongsu.sense.normalise import clean, normalise
from bongsu.sense.pipeline import BrandWatch

START = datetime(2026, 3, 2, tzinfo=UTC)
BATCH = 1000
RISK = {"safety": ("유리", "이물", "토했"), "boycott": ("불매",), "legal": ("고소", "소송")}
WORDS = WatchWords(include=("한강식품", "한강 만두", "HG푸드"), exclude=("한강식품관",), risk=RISK)
BRAND = BrandRef(1, 1, "한강식품", WORDS)
TABLE = tuple(LevelRow(n, None, (), None, None, x, n > 1) for n, x in ((1, 0), (2, 2), (3, 3), (4, 10), (5, 30)))
_LEXICON = (
    "오늘 저녁 마트 세일 만두 국물 김치 아이 학교 점심 친구 추천 후기 배송 냉동실 가격 행사 쿠폰 매장 직원 맛있게 "
    "어제 주말 엄마 동생 봉지 뜯어 보니 유통기한 교환 환불 문의 답변 기다리는 중인데 정말 조금 다시 그냥 아무튼 역시"
)
_WORDS = _LEXICON.split()


def posts(count: int, seed: int = 7) -> list[Mention]:
    dice = random.Random(seed)
    made: list[Mention] = []
    recent: list[str] = []
    at = START
    for number in range(count):
        at += timedelta(seconds=dice.expovariate(20))
        if recent and dice.random() < 0.2:
            text = dice.choice(recent) + dice.choice((" ㅠㅠ", " 공유해요", "!!", " 퍼왔어요"))
        else:
            words = [dice.choice(_WORDS) + dice.choice(("", "", "은", "도", "에서")) for _ in range(26)]
            words.insert(dice.randrange(26), dice.choice(("한강식품은", "한강식품에서", "#한강식품", "한강만두")))
            text = " ".join(words)[:100]
            recent.append(text)
            del recent[:-50]
        author = f"u{dice.randrange(50_000)}"
        made.append(Mention(str(number), at, "synthetic", text, author))
    return made


def per_item(work: Callable[[], object], items: int) -> float:
    """Microseconds of CPU an item, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best / items * 1e6


def stages(batch: Sequence[Mention]) -> None:
    texts = [m.text for m in batch]
    plain = [normalise(text) for text in texts]
    matcher = Matcher(WORDS)

    def fold() -> None:
        claims = Claims(1)
        for m, heard in zip(batch, claims.hear(plain), strict=True):
            if heard:
                claims.fold(heard, mention=m.id, at=int(m.ts.timestamp()), author=1, text=m.text, category=None)

    count = len(batch)
    print(f"stage, µs of CPU a post ({sum(map(len, texts)) // count} characters, batch {count})")
    print(f"  clean         {per_item(lambda: [clean(t) for t in texts], count):7.2f}")
    print(f"  normalise     {per_item(lambda: [normalise(t) for t in texts], count):7.2f}")
    print(f"  match         {per_item(lambda: [matcher.match_normalised(t) for t in plain], count):7.2f}")
    print(f"  author digest {per_item(lambda: [author_digest(m.source, m.author, m.id) for m in batch], count):7.2f}")
    print(f"  claims        {per_item(fold, count):7.2f}")


def pipeline(stream: Sequence[Mention]) -> None:
    watch = BrandWatch(BRAND, TABLE)
    took: list[float] = []
    largest = findings = 0
    for begin in range(0, len(stream), BATCH):
        batch = stream[begin : begin + BATCH]
        begun = time.process_time()
        kept = watch.learn(batch, batch[-1].ts)
        took.append((time.process_time() - begun) / len(batch) * 1e6)
        largest, findings = max(largest, len(kept.state)), findings + len(kept.findings)
    ten = max(1, len(took) // 10)
    first, last, mean = sum(took[:ten]) / ten, sum(took[-ten:]) / ten, sum(took) / len(took)
    print(f"pipeline, {len(stream):,} posts in batches of {BATCH}: {mean:.1f} µs each, {1e6 / mean:,.0f}/s a core")
    print(f"  first tenth {first:.1f} µs, last tenth {last:.1f} µs, ratio {last / first:.2f}; findings {findings}")
    print(f"  largest state {largest:,} bytes; memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def history() -> None:
    dice = random.Random(3)
    counts = {START + timedelta(minutes=i): dice.randrange(4) for i in range(40_320)}
    watch = BrandWatch(BRAND, TABLE)
    begun = time.process_time()
    watch.warm(counts)
    print(f"four weeks of minute counts learned in {time.process_time() - begun:.2f} s")


def names(path: Path) -> None:
    """Organisation names of KLUE-NER as watch words: are they found where the annotators saw them, and only there?"""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [r for r in rows if len(normalise(r["text"])) == len(r["text"])]
    where: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for entity in row["entities"]:
            if entity["type"] == "OG" and len(entity["surface"]) >= 2:
                where[normalise(entity["surface"])].add(number)
    texts = [normalise(r["text"]) for r in rows]
    spans = [[(e["start"], e["end"], e["type"]) for e in r["entities"]] for r in rows]
    print(f"KLUE-NER: {len(where):,} organisation names in {len(rows):,} sentences (matched sentence by sentence)")
    total: dict[str, list[int]] = {"short (≤ 2 syllables)": [0] * 5, "longer": [0] * 5}
    for name, gold in where.items():
        matcher = Matcher(WatchWords(include=(name,)))
        tally = total["short (≤ 2 syllables)" if len(name) <= 2 else "longer"]
        for number, text in enumerate(texts):
            inside = name in text
            if not inside:
                continue
            found = matcher.match_normalised(text).counts
            tally[0] += number in gold
            tally[1] += found and number in gold
            tally[2] += found
            tally[3] += not found and number not in gold  # a substring search would have been wrong
            named = any(name in text[a:b] for a, b, _ in spans[number])
            tally[4] += found and named
    for label, (gold_n, hit, found_n, spared, named) in total.items():
        print(
            f"  {label:22} recall {hit / gold_n:.3f}  precision {hit / found_n:.3f}  "
            f"(part of any named entity {named / found_n:.3f}; substring search: precision "
            f"{gold_n / (found_n + spared + gold_n - hit):.3f})"
        )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    stream = posts(count)
    stages(stream[:BATCH])
    pipeline(stream)
    history()
    data = Path(os.environ.get("BONGSU_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if (data / "klue" / "ner.jsonl").exists():
        names(data / "klue" / "ner.jsonl")


if __name__ == "__main__":
    main()
