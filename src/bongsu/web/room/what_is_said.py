"""What the posts of a finding say, and who says it, each with the word that the verdict rests on."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from bongsu.crisis.foresight import concerned
from bongsu.sense import lexicon as lex
from bongsu.sense.kinds import CLUSTERS, classify
from bongsu.sense.normalise import normalise
from bongsu.sense.voices import amplifiers, voices
from bongsu.store.queries import registry
from bongsu.store.queries.rooms import FindingView
from bongsu.web.registry.words import STAKEHOLDER_KIND_WORDS, STANCE_TONES, STANCE_WORDS
from bongsu.web.weight import KINDS

VOICES = {"press": _("언론"), "insider": _("직원이라고 함"), "shared": _("퍼 나름")}
WORDS_SHOWN, PEOPLE_SHOWN = 6, 6


def said(found: FindingView) -> dict[str, Any]:
    """For the page of one finding: posts with their kinds, words behind the cluster, voices, stakeholders."""
    texts = [normalise(post.text) for post in found.posts]
    kinds = [classify(text) for text in texts]
    who = [voices(post.source, post.author, text) for post, text in zip(found.posts, texts, strict=True)]
    f = found.finding
    met = concerned(
        registry.stakeholders(found.room.org),
        texts=[post.text for post in found.posts],
        categories=(f.category,) if f.category else (),
    )
    return {
        "posts": [
            {
                "post": post,
                "kind": KINDS.get(kind.name, ""),
                "rule": kind.rule,
                "voices": [VOICES[name] for name in names],
            }
            for post, kind, names in zip(found.posts, kinds, who, strict=True)
        ],
        "cluster_words": _words(texts, f.cluster),
        "voices": [(words, count) for name, words in VOICES.items() if (count := sum(name in names for names in who))],
        "amplifiers": amplifiers(texts),
        "people": [
            {
                "s": one.stakeholder,
                "kind": STAKEHOLDER_KIND_WORDS.get(one.stakeholder.kind, one.stakeholder.kind),
                "stance": STANCE_WORDS[one.stakeholder.stance],
                "tone": STANCE_TONES[one.stakeholder.stance],
                "named": one.named,
            }
            for one in met[:PEOPLE_SHOWN]
        ],
    }


def _words(texts: Sequence[str], cluster: str) -> list[str]:
    """The words that hint at a cluster, those of the first posts first."""
    flag = dict(CLUSTERS).get(cluster, 0)
    return list(dict.fromkeys(word for text in texts if (word := lex.first_word(text, flag))))[:WORDS_SHOWN]
