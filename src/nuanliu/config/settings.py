"""Settings: one file, every switch an environment variable, safe when nothing is set.

`nuanliu.config.bootstrap` writes `var/secrets.env` with random keys at the first start; a variable in the real
environment wins over that file.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from nuanliu.config.bootstrap import load_secrets, state_folder

SOURCE = Path(__file__).resolve().parent.parent
STATE = state_folder()
env = environ.Env()
load_secrets(STATE)

# -- what kind of installation this is --------------------------------------------------------------------------------
DEBUG = env.bool("NUANLIU_DEBUG", default=False)
DEMO = env.bool("NUANLIU_DEMO", default=False)
"""Demo mode shows the bar with one-click sign-in. Never set it where real people are: see `config.checks`."""
SECRET_KEY = env.str("NUANLIU_SECRET_KEY")
FIELD_KEYS = env.str("NUANLIU_FIELD_KEYS")
"""`id:base64,id:base64`: keys that wrap each person's data key; the first one seals, all of them open."""
INDEX_KEY = env.str("NUANLIU_INDEX_KEY")
"""base64, or `id:base64,id:base64`: keys of the blind indexes that find sealed values; the first one writes."""
KEYS_FILE = Path(env.str("NUANLIU_KEYS_FILE")) if env.str("NUANLIU_KEYS_FILE", default="") else None
"""Where those keys are read again when they change; None if the environment gave them."""
CIPHER = env.str("NUANLIU_CIPHER", default="aes-256-gcm")
"""`aes-256-gcm` or `sm4-gcm` (with HMAC-SM3): what seals from now on; what was sealed before opens too."""
SEAL_KEY = env.str("NUANLIU_SEAL_KEY")
"""base64 of the secret half of the Ed25519 key that signs the heads of the book."""
SEAL_PUBLIC_KEYS = env.str("NUANLIU_SEAL_PUBLIC_KEYS", default="")
"""base64,base64: public halves of keys used before, so that what they signed stays checkable."""
DIGEST = env.str("NUANLIU_DIGEST", default="sha256")
"""`sha256` or `sm3`, for the logs of sites that begin now; a log keeps the one it began with."""
ANCHORS_FILE = Path(env.str("NUANLIU_ANCHORS", default=str(STATE / "anchors.jsonl")))
"""Where the city's daily anchor is carried outside the database; best on a medium of its own."""
AUDIT_HEADS_FILE = Path(env.str("NUANLIU_AUDIT_HEADS", default=str(STATE / "audit-heads.jsonl")))
"""Where the audit's nightly head is carried outside the database; best on a medium of its own."""
ALLOWED_HOSTS = env.list("NUANLIU_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("NUANLIU_ORIGINS", default=[])

# -- brand and city: never constants in code (RULEBOOK 2.9) -----------------------------------------------------------
BRAND = env.str("NUANLIU_BRAND", default="暖流")
CITY = env.str("NUANLIU_CITY", default="六盘水市")
BUREAU = env.str("NUANLIU_BUREAU", default="六盘水市委老干部局")
HOTLINE = env.str("NUANLIU_HOTLINE", default="0858-8220000")

# -- the house --------------------------------------------------------------------------------------------------------
DOMAIN_APPS = [
    "nuanliu.domain.audit",
    "nuanliu.domain.ledger",
    "nuanliu.domain.standards",
    "nuanliu.domain.network",
    "nuanliu.domain.people",
    "nuanliu.domain.passbook",
    "nuanliu.domain.notices",
    "nuanliu.domain.signing",
    "nuanliu.domain.care",
    "nuanliu.domain.gatherings",
    "nuanliu.domain.alliance",
    "nuanliu.domain.integrity",
    "nuanliu.domain.certificates",
    "nuanliu.domain.honours",
    "nuanliu.domain.insights",
    "nuanliu.domain.opendata",
    "nuanliu.domain.dispatch",
]
PORTAL_APPS = [
    "nuanliu.portals.ui",
    "nuanliu.portals.arranging",
    "nuanliu.portals.public",
    "nuanliu.portals.account",
    "nuanliu.portals.elder",
    "nuanliu.portals.family",
    "nuanliu.portals.hotline",
    "nuanliu.portals.joining",
    "nuanliu.portals.volunteer",
    "nuanliu.portals.desk",
    "nuanliu.portals.gatherings",
    "nuanliu.portals.merchant",
    "nuanliu.portals.alliance",
    "nuanliu.portals.bureau",
    "nuanliu.portals.honours",
    "nuanliu.portals.units",
    "nuanliu.portals.branch",
    "nuanliu.portals.mine",
    "nuanliu.portals.certificates",
    "nuanliu.portals.dispatch",
]
INSTALLED_APPS = [
    *DOMAIN_APPS,
    *PORTAL_APPS,
    "nuanliu.jobs",
    "nuanliu.config",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "csp",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "nuanliu.portals.ui.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nuanliu.portals.ui.middleware.OnlyAskedAndSent",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nuanliu.portals.ui.middleware.ReaderPreferences",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nuanliu.portals.ui.middleware.WhoActs",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nuanliu.portals.ui.idle.StillHere",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "nuanliu.config.urls"
WSGI_APPLICATION = "nuanliu.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nuanliu.portals.ui.context.house",
            ],
            "builtins": ["nuanliu.portals.ui.templatetags.ui", "nuanliu.portals.ui.templatetags.rules"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- the book's database ----------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{STATE / 'nuanliu.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
            "PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000;"
        ),
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 300)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
NOTICE_PORT = env.str("NUANLIU_NOTICE_PORT", default="file")
"""Where messages leave: `file` (the outbox in the state folder), `console`, or `aliyun` (docs/messages.md)."""
NOTICE_CHANNELS = env.list(
    "NUANLIU_NOTICE_CHANNELS", default=["sms"] if NOTICE_PORT == "aliyun" else ["sms", "voice", "wechat"]
)
"""The ways to a telephone that this installation has."""
SMS_ENDPOINT = env.str("NUANLIU_SMS_ENDPOINT", default="https://dysmsapi.aliyuncs.com")
SMS_KEY_ID = env.str("NUANLIU_SMS_KEY_ID", default="")
SMS_KEY_SECRET = env.str("NUANLIU_SMS_KEY_SECRET", default="")
SMS_SIGN = env.str("NUANLIU_SMS_SIGN", default="")
SMS_TEMPLATE = env.str("NUANLIU_SMS_TEMPLATE", default="")
"""Code of the approved template with the places `title` and `body`."""
SMS_SECONDS = env.float("NUANLIU_SMS_SECONDS", default=8.0)
"""How long an answer is waited for."""
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# -- signing in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "network.Login"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "nuanliu.domain.signing.guessable.NotOfThisPlace"},
]
LOGIN_URL = "public:sign-in"
SESSION_ENGINE = "nuanliu.domain.signing.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
"""The longest that anybody stays signed in; who does nothing is signed out long before (`portals.ui.idle`)."""
PROXIES = env.int("NUANLIU_PROXIES", default=1 if env.bool("NUANLIU_HTTPS", default=False) else 0)
"""How many of our own proxies stand in front: so many entries of X-Forwarded-For, from the right, are believed."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- words, time ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = STATE / "static"
MEDIA_ROOT = STATE / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# -- the browser's side -----------------------------------------------------------------------------------------------
HTTPS = env.bool("NUANLIU_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME, TEXT_SIZE_COOKIE_NAME = f"{_HOST}language", f"{_HOST}text-size"
"""Browsers take a cookie of this prefix only over HTTPS, for this host and every path: nobody beside us can set it."""
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# -- logs: events, never personal data --------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "nuanliu.platform.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("NUANLIU_LOG_LEVEL", default="WARNING")},
}
