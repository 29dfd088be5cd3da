"""`bongsu may`: may this role do this, at this level and minute? Asked of a charter file; needs no data folder."""

import argparse
import json
import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

from bongsu.core.errors import SetupError
from bongsu.core.values import ACTS, LEVELS, Charter
from bongsu.crisis.charter import Situation, Verdict, is_act, may
from bongsu.flows.charter_file import sound
from bongsu.flows.marked_yaml import plain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.yaml", type=Path, help="the charter")
    parser.add_argument("--role", required=True, metavar="R", type=_word, help="who asks: leader, team_lead, legal, …")
    parser.add_argument("--act", required=True, metavar="A", type=_act, help=f"{', '.join(ACTS)}, or one of your own")
    parser.add_argument("--level", required=True, metavar="N", type=_level, help="the beacon, 1 to 5")
    parser.add_argument(
        "--at", required=True, metavar="TIME", type=_time, help="ISO 8601 with a zone: 2026-03-07T21:48:00+09:00"
    )
    parser.add_argument("--amount", default=0, metavar="KRW", type=_won, help="won this would cost (default: 0)")
    parser.add_argument(
        "--spent", default=0, metavar="KRW", type=_won, help="won spent before in what the cap counts (default: 0)"
    )
    parser.add_argument(
        "--outlet",
        metavar="ID",
        type=_word,
        help="where it would stand; a mandate for some outlets holds at those only",
    )
    parser.add_argument("--template", metavar="ID", type=_word, help="prepared text that would be used")
    parser.add_argument("--confirmed-fact", action="store_true", help="at least one fact is confirmed")
    parser.add_argument(
        "--found", action="append", default=[], metavar="RISK", type=_word, help="risk category found; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help='{"verdict", "under", "steps", "trace"} instead of words')
    parser.epilog = "Exit status: 0 whatever the answer; 2 the question or the charter cannot be used."


def run(args: argparse.Namespace) -> int:
    charter = sound(args.file)
    at: datetime = args.at
    try:
        answer = may(
            charter,
            roles=(args.role,),
            act=args.act,
            level=args.level,
            at=at,
            amount_krw=args.amount,
            spent_krw=args.spent,
            situation=Situation(
                outlets=(args.outlet,) if args.outlet else (),
                template=args.template,
                confirmed_fact=args.confirmed_fact,
                found=args.found,
            ),
        )
    except OverflowError as problem:
        raise SetupError(problem="--at is so late that its steps have no date.", hint="Is the year right?") from problem
    print(_as_json(answer, at.tzinfo) if args.json else plain_words(charter, answer, at.tzinfo))
    return 0


def _as_json(answer: Verdict, zone: tzinfo | None) -> str:
    # Escaped to ASCII, so that a terminal's code page cannot spoil it for the program that reads it.
    return json.dumps(
        {
            "verdict": answer.verdict,
            # A chain is found by act and level and has no id; the trace names it.
            "under": None if answer.verdict == "needs" else answer.under,
            "steps": [{"role": step.role, "by": step.by.astimezone(zone).isoformat()} for step in answer.steps],
            "trace": list(answer.trace),
        }
    )


_OBSTACLES = {
    "role": "is for another role",
    "level": "is for other levels",
    "early": "does not hold yet",
    "expired": "has expired",
    "revoked": "was revoked",
    "cap": "has a cap below this sum",
    "outlet": "is for other outlets",
    "template": "is for other prepared texts",
    "fact": "needs a confirmed fact",
    "forbidden": "is forbidden after what was found",
    "holds": "holds",
    "below_level": "begins at a higher level",
    "needed": "is the way",
}


_PER = {"act": "an act", "case": "in all", "day": "a day"}


def plain_words(charter: Charter, answer: Verdict, zone: tzinfo | None) -> str:
    """The answer for a person, several lines; times in `zone`."""
    lines = [_first_line(charter, answer, zone)]
    for number, step in enumerate(answer.steps, start=1):
        deputy = f"; no answer: {step.deputy}" if step.deputy else ""
        lines.append(f"  {number}. {step.role} by {step.by.astimezone(zone).isoformat()}{deputy}")
    lines.append("Looked at:")
    for rule in answer.trace:
        kind, _, rest = rule.partition(":")
        name, _, found = rest.rpartition(":")
        words = f"{kind.replace('_', ' ')} {name} {_OBSTACLES.get(found, found)}" if rest else "nothing grants it"
        lines.append(f"  {words}")
    return "\n".join(plain(line) for line in lines)


def _first_line(charter: Charter, answer: Verdict, zone: tzinfo | None) -> str:
    if answer.verdict == "yes":
        mandate = next(m for m in charter.mandates if m.id == answer.under)
        until = min(mandate.until, mandate.revoked_at or mandate.until)
        cap = "".join(f", up to {won:,} won {_PER[kind]}" for kind, won in mandate.limits.items())
        return f"Yes, under {mandate.id}: granted by {mandate.granted_by} until {_local(until, zone)}{cap}."
    if answer.verdict == "needs":
        return "Not alone. It needs, in this order:"
    if answer.under is not None:
        line = next(line for line in charter.red_lines if line.id == answer.under)
        return f"No. Red line {line.id} holds from level {line.min_level}{': ' + line.text if line.text else ''}."
    return "No. Nothing in this charter grants it."


def _local(at: datetime, zone: tzinfo | None) -> str:
    try:
        return at.astimezone(zone).isoformat()
    except OverflowError:  # the last day a datetime can hold, moved out of it by the zone
        return at.isoformat()


# ── the question ───────────────────────────────────────────────────────────────────────────────────────────────────
def _word(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("must not be empty")
    return text


def _act(text: str) -> str:
    if not is_act(text):
        raise argparse.ArgumentTypeError(f"must be small letters, digits and _, like stop_sale, not {plain(text)!r}")
    return text


def _whole(most: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        # int() would also take 1_000, ٣ and a blank before it.
        if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) > most:
            raise argparse.ArgumentTypeError(f"{what}, not {plain(text)!r}")
        return int(text)

    return read


_won = _whole(10**18, "must be a whole number of won, 0 or more, digits only")


def _level(text: str) -> int:
    level = _whole(LEVELS[-1], "a beacon is 1 to 5")(text)
    if level not in LEVELS:
        raise argparse.ArgumentTypeError(f"a beacon is 1 to 5, not {level}")
    return level


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(
            f"must be a time like 2026-03-07T21:48:00+09:00, not {plain(text)!r}"
        ) from problem
    if at.utcoffset() is None:
        raise argparse.ArgumentTypeError(f"{text} needs a zone, like +09:00")
    return at
