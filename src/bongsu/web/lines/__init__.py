"""A journal line in words. Every event type stands in one of these tables, in Korean; English is in locale/en.

A test fails for one that is missing. A line's words have no subject: a page writes who did it in front of them
(`이서준 · 봉화를 …`).
"""

from bongsu.core import events as e
from bongsu.web.lines import (
    approve,
    assess,
    clips,
    closing,
    command,
    convene,
    decide,
    duties,
    executives,
    files,
    flash,
    formation,
    inquiries,
    ladder,
    observers,
    offline,
    one_voice,
    promises,
    reach,
    room,
    speak,
    taking,
)
from bongsu.web.lines.base import Names, Table, actor, clock_time, fact_status, level_name

__all__ = ("LINES", "Names", "actor", "clock_time", "fact_status", "level_name", "line_words")

LINES: Table = {
    **room.LINES,
    **assess.LINES,
    **convene.LINES,
    **formation.LINES,
    **ladder.LINES,
    **command.LINES,
    **promises.LINES,
    **reach.LINES,
    **one_voice.LINES,
    **flash.LINES,
    **closing.LINES,
    **decide.LINES,
    **approve.LINES,
    **duties.LINES,
    **speak.LINES,
    **inquiries.LINES,
    **offline.LINES,
    **files.LINES,
    **clips.LINES,
    **observers.LINES,
    **taking.LINES,
    **executives.LINES,
}


def line_words(event: e.Event, names: Names) -> str:
    """A journal line in the active language and zone, plain text, without its subject.

    `names.what` is asked for decisions ("d1"), options ("d1/0"), tasks, facts and deliveries (the outlet's name) by id.
    """
    words, params = LINES[event.type_]
    return (str(words) % dict(params(event, names))).strip()
