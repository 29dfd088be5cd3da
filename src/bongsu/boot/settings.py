"""Django's settings, all read from the environment in one place (docs/reference/settings.md lists them)."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOME = Path(os.environ.get("BONGSU_HOME") or Path.home() / ".bongsu").expanduser()
DATABASE = os.environ.get("BONGSU_DATABASE", "")  # empty: SQLite in BONGSU_HOME
PORT = int(os.environ.get("BONGSU_PORT") or 8765)
HOST = os.environ.get("BONGSU_HOST") or "127.0.0.1"
URL = (os.environ.get("BONGSU_URL") or f"http://127.0.0.1:{PORT}").rstrip("/")  # how people reach us

DEBUG = False
SECRET_KEY = os.environ.get("BONGSU_SECRET", "")
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
LANGUAGE_CODE = "ko"
USE_I18N = True
ROOT_URLCONF = "bongsu.web.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "bongsu.store.operations",
    "bongsu.store.mentions",
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


if DATABASE:
    DATABASES = {"default": _database(DATABASE)}
else:
    DATABASES = {
        "default": _sqlite(HOME / "operations.sqlite3"),
        "mentions": _sqlite(HOME / "mentions.sqlite3"),
    }
DATABASE_ROUTERS = ["bongsu.store.router.Router"]
