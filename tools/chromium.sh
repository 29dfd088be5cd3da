#!/bin/sh
# The browser tests drive Debian's Chromium. Install it where we may; say so where we may not.
# With CI=true its absence is a failure: a skipped browser test must never look like a passed one.
set -u
if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; then
    exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests …"
    export DEBIAN_FRONTEND=noninteractive
    if apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
fi
if [ "${CI:-}" = true ]; then
    echo "Chromium is missing and could not be installed; with CI=true that is a failure." >&2
    exit 1
fi
echo "Chromium is missing: the browser tests will be skipped. Debian, Ubuntu: sudo apt install chromium" >&2
exit 0
