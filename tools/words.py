"""Collect the words of templates and code into the English catalogue, and write the compiled one that ships.

Korean is the source language: a msgid is the Korean sentence as a copywriter wrote it. Needs GNU gettext (xgettext,
msgmerge, msgfmt); people who only use Bongsu do not.

    make words            collect, then compile
    make words ARGS=-c    compile only
"""

import os
import sys
from pathlib import Path
from typing import ClassVar

import django
from django.core.management import call_command
from django.core.management.commands import makemessages

WEB = Path(__file__).resolve().parents[1] / "src" / "bongsu" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"


class Collect(makemessages.Command):
    """Django's collector, which also knows `gettext_lazy as lazy`, and leaves a new sentence empty.

    A guess from a similar sentence would be wrong in silence; an empty one fails the suite.
    """

    xgettext_options: ClassVar[list[str]] = [*makemessages.Command.xgettext_options, "--keyword=lazy"]
    msgmerge_options: ClassVar[list[str]] = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bongsu.boot.settings")
    os.environ.setdefault("BONGSU_SECRET", "words")
    django.setup()
    os.chdir(WEB)
    if "-c" not in sys.argv[1:]:
        call_command(
            Collect(),
            locale=["en"],
            extensions=["html", "txt", "py", "xml"],
            ignore_patterns=["static/*"],
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )
        # The minute of collecting would make every collection a change.
        kept = [line for line in CATALOGUE.read_text().splitlines(True) if not line.startswith('"POT-Creation-Date')]
        CATALOGUE.write_text("".join(kept))
    call_command("compilemessages", locale=["en"], verbosity=0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
