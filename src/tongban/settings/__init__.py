"""Settings of every process, read from the environment and from files under TONGBAN_HOME."""

import os
import pathlib

from tongban.kernel.admission import at_work, waiting
from tongban.kernel.home import home_folder
from tongban.kernel.secrets import made_secret, secret
from tongban.kernel.tracing import traced
from tongban.kernel.variables import json_object, log_level, named_database, number
from tongban.settings.outside import social_providers

SOURCE = pathlib.Path(__file__).resolve().parents[1]
REPOSITORY = SOURCE.parents[1]
NODE_MODULES = REPOSITORY / "node_modules"

HOME = home_folder()
DEMO = os.environ.get("TONGBAN_DEMO") == "1"
DEBUG = os.environ.get("TONGBAN_DEBUG") == "1"
# The same on every machine of an installation, as all of `keys`: sessions and links are signed with it.
SECRET_KEY = made_secret("TONGBAN_SECRET_KEY", HOME, "django-secret-key")
# The machine itself is always answered: that is how `serve` knows that the site is up.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("TONGBAN_HOSTS", "").split(","))]
# The address that goes into QR codes; behind a balancer it is the public one.
PUBLIC_URL = os.environ.get("TONGBAN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # what is administered is looked for by `tongban.web.urls`
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    "csp",
    "procrastinate.contrib.django",
    "tongban.kernel",
    "tongban.parties",
    "tongban.matters",
    "tongban.notices",
    "tongban.credit",
    "tongban.catalogue",
    "tongban.sharing",
    "tongban.licences",
    "tongban.cases",
    "tongban.feedback",
    "tongban.web",
    "tongban.api",
    "tongban.worker",
    "tongban.cli",
]

MIDDLEWARE = [
    "tongban.api.metrics.CountingMiddleware",
    "tongban.web.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tongban.web.static_files.StaticFilesMiddleware",
    "tongban.web.headers.PolicyMiddleware",
    "tongban.web.for_pages.SessionMiddleware",
    "tongban.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tongban.web.for_pages.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tongban.web.for_pages.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tongban.web.session_age.SessionAgeMiddleware",
    "tongban.web.limits.LimitMiddleware",
    "tongban.web.doorkeeper.DoorkeeperMiddleware",
    "tongban.web.elder.ElderMiddleware",
]

if traced():
    MIDDLEWARE.insert(0, "tongban.web.tracing.TracingMiddleware")

# Whose word counts for where a request comes from (X-Forwarded-For): addresses and ranges of our own proxies.
PROXIES = tuple(filter(None, os.environ.get("TONGBAN_PROXIES", "127.0.0.1,::1").split(",")))
# A process lets so many requests work at once, each with a connection of its own, and so many wait, so long at most.
WEB_AT_WORK, WEB_WAITING = at_work(), waiting()
WEB_PATIENCE_SECONDS = number("TONGBAN_WEB_PATIENCE", 2.0)

ROOT_URLCONF = "tongban.web.urls"
WSGI_APPLICATION = "tongban.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tongban.web.context.site",
            ],
        },
    }
]


_default = secret("DATABASE_URL", HOME, "database-url", "postgresql:///tongban")
DATABASES = {"default": named_database("DATABASE_URL", _default)}
# Reads that may lag go there, where it is named; see tongban.kernel.replica.
REPLICA = "replica"
if _replica := secret("DATABASE_REPLICA_URL", HOME, "database-replica-url", ""):
    DATABASES[REPLICA] = named_database("DATABASE_REPLICA_URL", _replica)
REPLICA_MOST_LAG_SECONDS = number("DATABASE_REPLICA_MOST_LAG", 10.0)
# Shared by all processes and machines: codes of a sign-in, and how often somebody tried.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/my/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【通办】"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "tongban.web.portal.sign_in.SignInForm",
    "signup": "tongban.web.portal.signup.SignupForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "tongban.web.identity.adapter.AccountAdapter"
# By address everything is limited in tongban.web.limits, by numbers that the city sets; what the package counts by
# account and by mailbox stays its own, in the cache that all processes share.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "signup": None,
    "login_failed": "5/5m/key",
    "reset_password": "5/m/key",
    "reset_password_from_key": None,
    "request_login_code": "3/m/key",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "通办"
MFA_FORMS = {"add_webauthn": "tongban.web.identity.passkeys.AddPasskeyForm"}

# People sign in with what the province's unified identity says of them, where the environment names it.
SOCIALACCOUNT_PROVIDERS = social_providers(os.environ, HOME)
SOCIALACCOUNT_ADAPTER = "tongban.web.identity.outside.OutsideAdapter"
# A form of ours may not lead to another site (form-action), so the way out is a link; see web.identity.urls.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# We are such a provider ourselves, for the systems of departments.
IDP_OIDC_ADAPTER = "tongban.web.identity.provider.ProviderAdapter"
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 15 * 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 30 * 86400

# A device that checks faces speaks the contract of docs/reference/face-check.md; the demo has one that checks nothing.
FACE_DEVICE_URL = os.environ.get("TONGBAN_FACE_URL", "").rstrip("/")
FACE_DEVICE_SECRET = made_secret("TONGBAN_FACE_SECRET", HOME, "face-device-secret") if FACE_DEVICE_URL else ""

# What looks for malware in files that are handed in (kernel.scanner); none unless it is named.
SCANNER = os.environ.get("TONGBAN_SCANNER", "")

# Registers that are held elsewhere, by connector: {"connector": {"url": "https://…", "token": "…"}}; the contract is
# docs/reference/register-connector.md.
_connectors = secret("TONGBAN_REGISTER_CONNECTORS", HOME, "register-connectors", "{}")
REGISTER_CONNECTORS = json_object("TONGBAN_REGISTER_CONNECTORS", _connectors)

# Who co-signs the journal, as "key address, key address", and a file to which every checkpoint is also written, for
# another machine to hold; docs/howto/witnesses-and-mirrors.md.
WITNESSES = os.environ.get("TONGBAN_WITNESSES", "")
CHECKPOINT_FILE = os.environ.get("TONGBAN_CHECKPOINT_FILE", "")

PROCRASTINATE_IMPORT_PATHS = ["tongban.worker.sweeps"]
# A worker that was killed is known by its silence, and its jobs are taken up within some ten seconds.
WORKER_HEARTBEAT_SECONDS, WORKER_STALLED_SECONDS = 1.0, 6.0

EMAIL_BACKEND = os.environ.get("TONGBAN_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = HOME / "outgoing-mail"
EMAIL_HOST = os.environ.get("TONGBAN_EMAIL_HOST", "localhost")
EMAIL_PORT = number("TONGBAN_EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("TONGBAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = secret("TONGBAN_EMAIL_PASSWORD", HOME, "email-password", "")
EMAIL_USE_TLS = os.environ.get("TONGBAN_EMAIL_TLS") == "1"
SMS_FOLDER = pathlib.Path(os.environ.get("TONGBAN_SMS_FOLDER", HOME / "outgoing-sms"))
# An authority that wants a name and a password has them in its address, so the whole of it is a secret.
TSA_URL = secret("TONGBAN_TSA_URL", HOME, "tsa-url", "")
METRICS_TOKEN = secret("TONGBAN_METRICS_TOKEN", HOME, "metrics-token", "")
TSA_CERTIFICATES = os.environ.get("TONGBAN_TSA_CERTIFICATES", "")
DEFAULT_FROM_EMAIL = os.environ.get("TONGBAN_EMAIL_FROM", "tongban@localhost")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "tongban.web.vendor.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

# Our files are for our pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# How long a session lasts that nobody ends: see web.session_age, which ends it sooner.
SESSION_COOKIE_AGE = 8 * 3600
_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
if _HTTPS:
    # A browser takes these names from this very host by https alone, for the whole site: no neighbour sets them.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_FAILURE_VIEW = "tongban.web.refusals.csrf_failure"
# A year, once the public name is served by https; a browser then never asks in the clear again.
SECURE_HSTS_SECONDS = 365 * 86400 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

REDACTING = "tongban.kernel.redaction.RedactingFormatter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"class": REDACTING, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "traced": {
            "class": REDACTING,
            "format": "%(asctime)s %(levelname)s %(name)s trace=%(trace)s %(message)s",
        },
    },
    "filters": {"trace": {"()": "tongban.kernel.tracing.TraceFilter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "traced" if traced() else "line",
            "filters": ["trace"] if traced() else [],
        }
    },
    # A refusal is an answer, not an incident: 4xx are counted in the metrics.
    # So is a stranger's changed PDF, which would fill the log with the parser's traces.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "pyhanko": {"level": "CRITICAL"},
        # Each of its tries to connect is told; the worker says once that the database is away.
        "psycopg.pool": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": log_level("TONGBAN_LOG", "WARNING")},
}
