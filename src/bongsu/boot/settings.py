"""Django's settings, all read from the environment in one place (docs/reference/settings.md lists them)."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.functional import SimpleLazyObject

from bongsu import web
from bongsu.store import secrets
from bongsu.web import assets

HOME = Path(os.environ.get("BONGSU_HOME") or Path.home() / ".bongsu").expanduser()
DATABASE = os.environ.get("BONGSU_DATABASE", "")  # empty: SQLite in BONGSU_HOME
PORT = int(os.environ.get("BONGSU_PORT") or 8765)
HOST = os.environ.get("BONGSU_HOST") or "127.0.0.1"
URL = (os.environ.get("BONGSU_URL") or f"http://127.0.0.1:{PORT}").rstrip("/")  # how people reach us

# Made on first use: importing the settings writes nothing.
SECRET_KEY = SimpleLazyObject(lambda: secrets.derived("django").hex())
DEBUG = False
ALLOWED_HOSTS = ["*"]  # host names decide nothing here; links are built from URL
HTTPS = URL.startswith("https://")
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [Path(web.__file__).parent / "locale"]
USE_I18N = True
ROOT_URLCONF = "bongsu.web.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # templates of the sign-in library
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "bongsu.store.operations",
    "bongsu.store.mentions",
    "bongsu.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bongsu.web.middleware.Packed",
    "bongsu.web.middleware.Errors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bongsu.web.middleware.Reader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(web.__file__).parent / "templates"],  # ours before allauth's
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bongsu.web.shell.context.shell",
            ],
        },
    }
]
STATIC_URL = f"{assets.prefix()}/"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # rate limits of sign-in

# Forms and uploads. The largest thing anybody sends is 8 MB of mentions (bongsu.web.api checks it itself).
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024 + 1
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# Cookies and headers. The content security policy is bongsu.web.middleware's.
SESSION_COOKIE_NAME = "bongsu"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "bongsu_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [f"{urlsplit(URL).scheme}://{urlsplit(URL).netloc}"]
CSRF_FAILURE_VIEW = "bongsu.web.problems.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# Signing in (django-allauth): address and password, then a code or a passkey. Nobody signs up: an operator adds people.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "bongsu.web.signin.ClosedDoor"
SOCIALACCOUNT_ADAPTER = "bongsu.web.signin.ClosedSocialDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the operator gives the address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Bongsu"
EMAIL_URL = os.environ.get("BONGSU_SMTP", "")  # smtp[s]://user:password@host:port; empty: mail is written to the log
DEFAULT_FROM_EMAIL = os.environ.get("BONGSU_MAIL_FROM", "bongsu@localhost")


def _mail(url: str) -> dict[str, object]:
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme != "smtps",
        "EMAIL_TIMEOUT": 10,
    }


globals().update(_mail(EMAIL_URL))


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


#: The mentions' file: random ids dirty many pages of its indexes. 16 MB of cache, and 16 MB of log before it is folded
#: in, halve the time a batch waits for the disk (docs/decisions/0004-store.md).
MANY_ROWS = " PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000;"


def _sqlite(path: Path, more: str = "") -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            # secure_delete: erased words leave no copy in a file's free pages (docs/decisions/0004-store.md).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;" + more,
        },
    }


if DATABASE:
    DATABASES = {"default": _database(DATABASE)}
else:
    DATABASES = {
        "default": _sqlite(HOME / "operations.sqlite3"),
        "mentions": _sqlite(HOME / "mentions.sqlite3", MANY_ROWS),
    }
DATABASE_ROUTERS = ["bongsu.store.router.Router"]
