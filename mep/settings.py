"""Settings of every deployment; whatever differs comes from the environment."""

from pathlib import Path
from typing import Any

from kombu import Queue

from mep.base import environment
from mep.base.mail_server import parse_mail_url

BASE_DIR = Path(__file__).resolve().parent.parent

# Where this installation keeps its data, and where it answers.

MEP_HOST = environment.text("MEP_HOST", "127.0.0.1")
MEP_PORT = environment.port("MEP_PORT", 8000)
MEP_LIVE_PORT = environment.port("MEP_LIVE_PORT", MEP_PORT + 1)
MEP_LIVE_URL = environment.text("MEP_LIVE_URL", "")
MEP_HOME = (BASE_DIR / environment.text("MEP_HOME", "var")).resolve()
MEP_DEMO = environment.is_on("MEP_DEMO", "1")
MEP_HTTPS = environment.is_on("MEP_HTTPS", "0")
MEP_SERVERS_FILE = MEP_HOME / "servers.json"
# Services may call public addresses only. The demo has a weather service of its own on loopback,
# and an installation with demo logins answers on loopback alone, so there this opens nothing.
MEP_HTTP_ALLOWED_NETWORKS = environment.networks(
    "MEP_HTTP_ALLOWED_NETWORKS", ["127.0.0.1/32"] if MEP_DEMO else []
)
MEP_LOOKUP_PROVIDER = environment.text(
    "MEP_LOOKUP_PROVIDER", "flows.outside.simulated_lookup.SimulatedLookup"
)

SECRET_KEY = environment.secret_key(MEP_HOME)
DEBUG = environment.is_on("MEP_DEBUG", "0")
ALLOWED_HOSTS = [
    *environment.LOOPBACK_HOSTS,
    "[::1]",
    MEP_HOST,
    *environment.words("MEP_ALLOWED_HOSTS"),
]

# The parts.

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "mep.base",
    "mep.accounts",
    "mep.endusers",
    "flows",
    "mep.routing",
    "mep.messaging",
    "subscriptions",
    "mep.api",
    "mep.compat",
    "mep.console",
    "mep.reports",
    "mep.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mep.accounts.middleware.SessionLimitMiddleware",
    "mep.accounts.middleware.DeclaredAccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mep.compat.mep.calls.FaultMiddleware",
]
ROOT_URLCONF = "mep.urls"
WSGI_APPLICATION = "mep.wsgi.application"
ASGI_APPLICATION = "mep.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mep.base.pages.installation",
                "mep.accounts.navigation.navigation",
            ]
        },
    }
]

# PostgreSQL holds the truth; Redis carries wake-ups, hints and heartbeats.

DATABASE_URL = environment.server_url(
    "DATABASE_URL", MEP_SERVERS_FILE, "postgresql://127.0.0.1/mep"
)
REDIS_URL = environment.server_url("REDIS_URL", MEP_SERVERS_FILE, "redis://127.0.0.1:6379/0")
REDIS_PREFIX = environment.text("MEP_REDIS_PREFIX", "mep")
DATABASES = {"default": environment.database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": f"{REDIS_PREFIX}-live"},
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"{REDIS_PREFIX}-cache",
    }
}

# E-mail: an address such as smtp+tls://login:password@host:587; else files under the home.

MAIL_SERVER = parse_mail_url(environment.text("MEP_EMAIL_URL", ""), MEP_HOME / "mail")
EMAIL_BACKEND = MAIL_SERVER.backend
EMAIL_HOST = MAIL_SERVER.host
EMAIL_PORT = MAIL_SERVER.port
EMAIL_HOST_USER = MAIL_SERVER.login
EMAIL_HOST_PASSWORD = MAIL_SERVER.password
EMAIL_USE_TLS = MAIL_SERVER.use_tls
EMAIL_USE_SSL = MAIL_SERVER.use_ssl
EMAIL_FILE_PATH = MAIL_SERVER.folder
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("MEP_EMAIL_FROM", "MEP <mep@localhost>")

# Logins.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["mep.accounts.backend.LoginBackend"]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
# Cookies ignore the port of a host, so two installations on one host need names of their own.
SESSION_COOKIE_NAME = f"mep_session_{MEP_PORT}"
CSRF_COOKIE_NAME = f"mep_csrf_{MEP_PORT}"
SESSION_COOKIE_SECURE = MEP_HTTPS
CSRF_COOKIE_SECURE = MEP_HTTPS
CSRF_TRUSTED_ORIGINS = environment.words("MEP_TRUSTED_ORIGINS")
SECURE_SSL_REDIRECT = MEP_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if MEP_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MEP_HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# Subdomains and preload lists are for the owner of the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Languages, times and files.

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
STATIC_URL = "/static/"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "mep.accounts.auth.BearerAuthentication",
        "mep.accounts.auth.BasicAuthentication",
        "mep.accounts.auth.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["mep.accounts.permissions.DeclaredAccess"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "MEP",
    "DESCRIPTION": (
        "Services by SMS: start them, follow them, try expressions.\n\n"
        "**Signing in**: an API token (`Authorization: Bearer …`), a login's name and password "
        "(HTTP Basic, over HTTPS or from the same machine), or the session of the pages with its "
        "CSRF token. An object that a login may not see does not exist for it.\n\n"
        "**Lists** give at most `limit` rows, and in `next` the `cursor` of the next page.\n\n"
        "**Refusals** are problem details (RFC 9457) with a stable `code` and, where one is at "
        "fault, the `field`. Every answer carries `X-Request-Id`."
    ),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ServiceStatus": "mep.api.shapes.SERVICE_STATUSES",
        "SessionStatus": "mep.api.shapes.SESSION_STATUSES",
        "MessageStatus": "mep.api.shapes.MESSAGE_STATUSES",
        "VisitStatus": "mep.api.shapes.VISIT_STATUSES",
        "ValueType": "mep.api.expressions.TYPES",
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Queues: the broker carries wake-ups only, so no results, no countdowns, one task at a time.

CELERY_BROKER_URL = environment.broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 30}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
MEP_SEND_LEASE_SECONDS = environment.number("MEP_SEND_LEASE_SECONDS", 30)
MEP_QUEUES = ("flow", "send", "outside", "bulk", "housekeeping")
CELERY_TASK_QUEUES = [Queue(name) for name in MEP_QUEUES]
CELERY_TASK_DEFAULT_QUEUE = "housekeeping"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ROUTES = (
    [
        ("flows.drain*", {"queue": "flow"}),
        ("flows.perform*", {"queue": "outside"}),
        ("messaging.drain*", {"queue": "send"}),
        ("messaging.submit*", {"queue": "send"}),
        ("subscriptions.*", {"queue": "bulk"}),
        ("*", {"queue": "housekeeping"}),
    ],
)
SWEEP_SECONDS = 1.0
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    name: {"task": name, "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS * 5}}
    for name in ("flows.sweep", "messaging.sweep")
} | {name: {"task": name, "schedule": 3600.0} for name in ("flows.prune", "accounts.prune")}

# Everything goes to standard error; `up` keeps a file for each part.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("MEP_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
