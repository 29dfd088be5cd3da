"""Which posts say the same: copies found, other words told, and what it costs. `python -m bench.claims`

Copies: all pairs of `near_duplicates` (exact truth), beside a bare floor in the same run: the same texts reduced to
letters and their 3-grams hashed once. Other words: own assertions about eight invented brands, each brand's posts all
about one thing (claims_synthetic.tsv; one half was looked at while the rule was made, the other was written before
and measured after), and KLUE's sentence pairs, never tuned on. Cost: posts of a small vocabulary and of a wide one
through `Claims`, beside `normalise` alone. What is not there (BONGSU_DATA) is left out.
"""

import csv
import gzip
import json
import math
import os
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.sense import posts
from bongsu.sense.claims import Claims
from bongsu.sense.normalise import normalise
from bongsu.sense.pairs import Pairs
from bongsu.sense.shingles import bare, letters, trigrams
from bongsu.sense.wording import Usual, Wordings

HERE = Path(__file__).parent
DATA = Path(os.environ.get("BONGSU_DATA", HERE.parents[1] / "shared" / "data"))
RUNS, BATCH = 5, 1000
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"
BRANDS = {
    "만두": "한강식품",
    "택배": "바람택배",
    "결제앱": "구름페이",
    "화장품": "새벽수분",
    "항공": "솔개항공",
    "전기차": "나루전기차",
    "학습지": "새싹학습지",
    "카페": "달빛카페",
}


def wilson(hits: int, of: int) -> str:
    """A share with its 95 % interval (Wilson 1927, JASA 22:209-212)."""
    if not of:
        return "none of none"
    z, p = 1.96, hits / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{p:.3f} ({max(0, middle - half):.3f}–{min(1, middle + half):.3f}; {hits:,} of {of:,})"


# ── copies ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def copies(folder: Path) -> None:
    with gzip.open(folder / "ko_docs.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        docs = {row["n"]: row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    with gzip.open(folder / "ko_pairs_jaccard3_ge_0.6.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    texts, numbers = list(docs.values()), {n: place for place, n in enumerate(docs)}
    took, floors, found = [], [], {}
    for _ in range(RUNS):
        pairs = Pairs(least=0.6)
        begun = time.process_time()
        found = {(pair.a, pair.b): pair.jaccard for pair in pairs.add(texts)}
        middle = time.process_time()
        trigrams([text for text in map(bare, texts) if len(text) >= 3])
        took.append(middle - begun)
        floors.append(time.process_time() - middle)
    true = {(numbers[a], numbers[b]): float(jaccard) for a, b, jaccard in rows}
    print(f"near_duplicates, {len(texts):,} documents")
    for least, aim in ((0.6, 0.95), (0.8, 0.99)):
        there = {pair for pair, jaccard in true.items() if jaccard >= least}
        told = {pair for pair, jaccard in found.items() if jaccard >= least}
        both = len(there & told)
        print(f"  from {least} (aim {aim}): recall {wilson(both, len(there))}, precision {wilson(both, len(told))}")
    rates = [len(texts) / seconds for seconds in took]
    ratio = statistics.median(a / b for a, b in zip(took, floors, strict=True))
    print(
        f"  {statistics.median(rates):,.0f} documents/s of CPU (of {RUNS} runs {min(rates):,.0f}–{max(rates):,.0f}; "
        f"aim 20,000), {ratio:.1f} × bare"
    )


def retweets(folder: Path, tweets: Path) -> None:
    """Families of retweets through `Claims`, as one brand: are they whole, and alone?"""
    family: dict[str, str] = {}
    with (folder / "en_retweet_families.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            family |= dict.fromkeys(row["tweet_ids"].split(), row["family"])
    with gzip.open(tweets, "rt", encoding="utf-8") as lines:
        rows = sorted((post["ts"], str(post["id"]), post["text"]) for post in map(json.loads, lines))
    claims = Claims(0, most_singles=100_000, most_claims=50_000)
    in_claims, moved = fold(claims, [(id_, text) for _, id_, text in rows])
    where: dict[str, set[str]] = defaultdict(set)
    holds: dict[str, set[str]] = defaultdict(set)
    for id_, key in in_claims.items():
        if id_ in family:
            where[family[id_]].add(key)
            holds[key].add(family[id_])
    split = sum(len(keys) > 1 for keys in where.values())
    mixed = sum(len(families) > 1 for families in holds.values())
    print(f"retweet families: whole {wilson(len(where) - split, len(where))}")
    print(f"  claims of one family only {wilson(len(holds) - mixed, len(holds))}; joined in other words {moved:,}")


def fold(claims: Claims, given: Sequence[tuple[str, str]]) -> tuple[dict[str, str], int]:
    """(post → key of its claim, how many singles joined a claim in other words), posts in their order."""
    of: dict[str, str] = {}
    grown: dict[str, str] = {}
    moved: dict[str, str] = {}
    for begin in range(0, len(given), BATCH):
        batch = given[begin : begin + BATCH]
        for (id_, text), heard in zip(batch, claims.hear([normalise(text) for _, text in batch]), strict=True):
            if heard is None:
                continue
            claim = claims.fold(heard, mention=id_, at=begin, author=1, text=text, category=None)
            if claim is not None:
                of[id_] = claim.key
                grown.setdefault(claim.first_mention, claim.key)
        moved |= claims.moved
        claims.forget_changed()
    return grown | of, len(moved)


# ── other words ────────────────────────────────────────────────────────────────────────────────────────────────────
def assertions(half: str) -> dict[str, list[tuple[str, str]]]:
    """Subject → (assertion, text)."""
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with (HERE / "claims_synthetic.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["half"] == half:
                told[row["subject"]].append((row["assertion"], row["text"]))
    return told


def asked_of_others(said: Sequence[tuple[str, str]], brand: str) -> Iterator[tuple[str, str | None]]:
    """Each text asked of all others of its subject: its assertion, and that of the answer."""
    for place, (assertion, text) in enumerate(said):
        wordings = Wordings([brand])
        for number, (_, other) in enumerate(said):
            if number != place:
                wordings.add(number, wordings.wording(other))
        found = wordings.likest(wordings.wording(text))
        yield assertion, None if found is None else said[found][0]


def in_other_words(half: str) -> None:
    right = wrong = silent = 0
    by_subject: list[tuple[int, int, int]] = []
    for subject, said in assertions(half).items():
        answers = list(asked_of_others(said, BRANDS[subject]))
        hits = sum(true == told for true, told in answers)
        misses = sum(told is None for _, told in answers)
        by_subject.append((hits, len(answers) - hits - misses, misses))
        right, wrong, silent = right + hits, wrong + len(answers) - hits - misses, silent + misses
    print(f"own assertions, {half}: found {wilson(right, right + wrong + silent)}")
    print(f"  of those told right {wilson(right, right + wrong)}; by subject {by_subject} (right, wrong, none)")


def sentence_pairs(path: Path) -> None:
    """KLUE's pairs: sentences of one collection are each other's usual; each pair is judged by itself."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    by_source: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_source[row["source"].split("-")[0]].append(letters(normalise(row["sentence2"])))
    usual = {source: Usual(texts) for source, texts in by_source.items()}
    told = []
    for row in rows:
        wordings = Wordings()
        wordings.add(1, wordings.wording(row["sentence1"]))
        asked = wordings.wording(row["sentence2"])
        told.append((wordings.likest(asked, usual[row["source"].split("-")[0]]) == 1, row["binary"] == "1"))
    both = sum(found and same for found, same in told)
    print(f"KLUE, {len(rows)} pairs: judged the same by people {sum(same for _, same in told)}")
    print(f"  found {wilson(both, sum(same for _, same in told))}")
    print(f"  of those told right {wilson(both, sum(found for found, _ in told))}")


# ── cost ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def wide(count: int) -> list[str]:
    """Posts of random syllables, one in ten nearly a copy."""
    dice = random.Random(7)
    made: list[str] = []
    for _ in range(count):
        if made and dice.random() < 0.1:
            made.append(dice.choice(made[-500:]) + dice.choice(["ㅠㅠ", "ㅋㅋ", "!!"]))
        else:
            made.append(" ".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 5))) for _ in range(20)))
    return made


def cost(name: str, texts: Sequence[str]) -> None:
    took, floors, joined = [], [], 0
    for _ in range(RUNS):
        begun = time.process_time()
        for text in texts:
            normalise(text)
        middle = time.process_time()
        _, joined = fold(Claims(1, common=("한강식품",)), [(str(n), text) for n, text in enumerate(texts)])
        floors.append(middle - begun)
        took.append(time.process_time() - middle)
    each = [seconds / len(texts) * 1e6 for seconds in took]
    ratio = statistics.median(a / b for a, b in zip(took, floors, strict=True))
    print(
        f"{name}, {len(texts):,} posts: {statistics.median(each):.1f} µs each (of {RUNS} runs "
        f"{min(each):.1f}–{max(each):.1f}), {ratio:.1f} × normalise alone; joined in other words {joined:,}"
    )


def coincidences() -> None:
    """A brand's posts that never speak of one thing: how many pairs of random posts are told to say the same?"""
    stream = [post.text for post in posts(20_000)]
    wordings = Wordings(("한강식품",))
    usual = Usual([letters(normalise(text)) for text in stream[:64]])
    for number, text in enumerate(stream[64:564]):
        wordings.add(number, wordings.wording(text))
    told = sum(wordings.likest(wordings.wording(text), usual) is not None for text in stream[2000:4000:2])
    print(f"random posts of 44 words held against 500 others: told to say the same {wilson(told, 1000)}")


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}")
    if (DATA / "near_duplicates").exists():
        copies(DATA / "near_duplicates")
        if (DATA / "crisislex_t26").exists():
            retweets(DATA / "near_duplicates", DATA / "crisislex_t26" / "tweets.jsonl.gz")
    in_other_words("tune")
    in_other_words("held")
    if (DATA / "klue").exists():
        sentence_pairs(DATA / "klue" / "sts.tsv")
    coincidences()
    cost("small vocabulary", [post.text for post in posts(20_000)])
    cost("wide vocabulary", wide(20_000))


if __name__ == "__main__":
    main()
