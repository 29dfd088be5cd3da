"""The `bongsu` command. Exit status: 0 all done, 1 some rows refused or a check failed, 2 unusable input.

Each command is a module of `bongsu.boot.commands` with `add_arguments(parser)` and `run(args) -> int`; it is imported
only when it is asked for, so that `bongsu --help` answers at once.
"""

import argparse
import errno
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from bongsu.core.errors import NoSuchThing, SetupError

#: name → (module, one line for --help)
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "a sample organisation (synthetic) with a storm under way"),
    "init": ("init", "set up a real organisation and its first person"),
    "up": ("up", "start everything: site, analysis, delivery, clock"),
    "web": ("web", "start the site only"),
    "work": ("work", "start the working loops only"),
    "ingest": ("ingest", "take in mentions from a file: JSONL or CSV, also .gz"),
    "intake": ("intake", "open an address to which another system posts mentions"),
    "invite": ("invite", "a link by which a person sets a password and signs in"),
    "calling": ("calling", "show or replace how people are called"),
    "statutory": ("statutory", "show or replace the clocks that the law sets"),
    "packet": ("packet", "write somebody's emergency packet to a file that their passphrase opens"),
    "charter": ("charter", "look for faults in a charter file"),
    "may": ("may", "ask a charter file whether a role may do something, at a level and a time"),
    "backtest": ("backtest", "what Bongsu would have said of your own history, from files"),
    "claims": ("claims", "tell which posts of a file say the same thing, or list its nearly equal pairs"),
    "tone": ("tone", "the tone of each line of a text: negative, neutral or positive; complaint, anger, …"),
    "verify": ("verify", "prove that no journal line was altered, lost or moved"),
}

#: What a disk says that takes nothing more.
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO)

#: Commands that work on files alone: no data folder, no database, no Django.
ON_FILES = frozenset({"backtest", "charter", "claims", "may", "tone"})


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="bongsu",
        allow_abbrev=False,  # a word that is right today must not mean something else when an option is added
        description="봉수 Bongsu: listen, assess, convene, decide, speak, learn.",
        epilog="Settings come from the environment: BONGSU_HOME, BONGSU_PORT, … (docs/reference/settings.md).",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = words[0] if words and words[0] in COMMANDS else None
    for name, (module, line) in COMMANDS.items():
        sub = commands.add_parser(name, help=line, description=line[0].upper() + line[1:] + ".", allow_abbrev=False)
        if name == asked:
            if name not in ON_FILES:
                # Before the command's own imports: they reach the models.
                importlib.import_module("bongsu.boot.django_up").load()
            command = importlib.import_module(f"bongsu.boot.commands.{module}")
            command.add_arguments(sub)
            sub.set_defaults(run=command.run)
    args = parser.parse_args(words)
    logging.basicConfig(
        level=os.environ.get("BONGSU_LOG", "WARNING").upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    try:
        return int(args.run(args))
    except (SetupError, NoSuchThing) as problem:
        print(f"bongsu {args.command}: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output went away (… | head); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as problem:
        if problem.errno not in _DISK:
            raise
        print(f"bongsu {args.command}: {problem.strerror}: nothing more can be written.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
