#!/bin/sh
# Set up .venv beside the source. Usage: install.sh PYTHON run|dev
set -eu
python=$1
kind=$2
venv=.venv
stamp="$venv/.bongsu-$kind"

if [ -f "$stamp" ] && [ "$stamp" -nt pyproject.toml ]; then
    exit 0
fi

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Bongsu needs Python 3.11 or newer, and '$python' is not here." >&2
    echo "Install it (Debian, Ubuntu: sudo apt install python3 python3-venv), or name one: make demo PYTHON=/path/to/python3.12" >&2
    exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Bongsu needs Python 3.11 or newer; '$python' is $("$python" -V 2>&1)." >&2
    echo "Name a newer one: make demo PYTHON=/path/to/python3.12" >&2
    exit 2
fi
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c '' 2>/dev/null; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "This Python cannot make virtual environments (ensurepip is missing)." >&2
        echo "Debian, Ubuntu: sudo apt install python3-venv. Then run the same command again." >&2
        exit 2
    fi
    echo "Setting up $venv …"
    "$python" -m venv "$venv"
fi

pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }
echo "Installing packages (the first time takes a minute or two) …"
pip install --quiet --upgrade "pip>=25.1"
if [ "$kind" = dev ]; then
    pip install --quiet --editable ".[pdf]" --group dev
    touch "$venv/.bongsu-run"
else
    pip install --quiet --editable ".[pdf]"
fi
touch "$stamp"
