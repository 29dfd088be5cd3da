"""Cuts texts into words: one JSON list of texts a line in, one list of lists of words out. Started by its folder."""

import json
import resource
import select
import sys

from kiwipiepy import Kiwi

MEMORY = 4 << 30
IDLE_S = 600
_NOUNS = {"NNG", "NNP", "SL", "SH", "XR", "XPN", "XSN"}


def words(kiwi: Kiwi, text: str) -> list[str]:
    """Nouns, as the writer joined them: 유리 and 조각 of 유리조각 are one word."""
    found: list[str] = []
    end = -1
    for token in kiwi.tokenize(text):
        if token.tag not in _NOUNS:
            end = -1
            continue
        if token.start == end:
            found[-1] += token.form
        else:
            found.append(token.form)
        end = token.start + token.len
    return [word for word in found if len(word) > 1]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    kiwi = Kiwi(num_workers=1)
    words(kiwi, "유리조각이 나왔습니다")  # the first takes as long as a hundred others
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while select.select([sys.stdin], [], [], IDLE_S)[0]:
        line = sys.stdin.readline()
        if not line:
            break
        sys.stdout.write(json.dumps([words(kiwi, text) for text in json.loads(line)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
