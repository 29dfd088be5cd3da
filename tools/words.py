"""Collect the words of templates and code into the English catalogue, and write the compiled one that ships.

Korean is the source language: a msgid is the Korean sentence as a copywriter wrote it. Needs GNU gettext (xgettext,
msgmerge, msgfmt); people who only use Bongsu do not.

    make words            collect, then compile
    make words ARGS=-c    compile only
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

WEB = Path(__file__).resolve().parents[1] / "src" / "bongsu" / "web"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bongsu.boot.settings")
    os.environ.setdefault("BONGSU_SECRET", "words")
    django.setup()
    os.chdir(WEB)
    if "-c" not in sys.argv[1:]:
        call_command(
            "makemessages",
            locale=["en"],
            extensions=["html", "txt", "py", "xml"],
            ignore_patterns=["static/*"],
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )
    call_command("compilemessages", locale=["en"], verbosity=0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
