"""Settings shared by every way of running Lilith. `docs/exploitation.md` lists the variables of the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.secret_key import read_or_create_secret_key

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("LILITH_DATA_DIR") or BASE_DIR / "var").resolve()
CONTENT_DIR = Path(os.environ.get("LILITH_CONTENT_DIR") or BASE_DIR / "content").resolve()


def env_number(name: str, default: int) -> int:
    """A whole number from 0 up; anything else is a configuration error."""
    raw = os.environ.get(name) or str(default)
    if not raw.isascii() or not raw.isdigit():
        raise ImproperlyConfigured(f"{name} must be a number, not {raw!r}")
    return int(raw)


def env_flag(name: str, default: bool) -> bool:
    """True for 1/true/oui/yes/on, False for 0/false/non/no/off; anything else is a configuration error."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "oui", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "non", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 0 or 1, not {raw!r}")


ENVIRONMENT = os.environ.get("LILITH_ENV", "embedded")
DEMO = env_flag("LILITH_DEMO", True) and ENVIRONMENT != "production"
DEBUG = False
SECRET_KEY = os.environ.get("LILITH_SECRET_KEY") or read_or_create_secret_key(DATA_DIR)
BASE_URL = os.environ.get("LILITH_BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
ALLOWED_HOSTS = [h for h in os.environ.get("LILITH_ALLOWED_HOSTS", "").split(",") if h]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LILITH_TRUSTED_ORIGINS", "").split(",") if o]

# Rooms, from the top of the house to the bottom: the only list of them.
ROOMS = [
    "lilith.launch",
    "lilith.demo",
    "lilith.website",
    "lilith.opendata",
    "lilith.trainings",
    "lilith.practices",
    "lilith.evidence",
    "lilith.instruments",
    "lilith.participation",
    "lilith.editorial",
    "lilith.library",
    "lilith.notifications",
    "lilith.search",
    "lilith.accounts",
    "lilith.territories",
    "lilith.literacy",
    "lilith.foundation",
]
INSTALLED_APPS = [
    *ROOMS,
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "lilith.accounts.apps.BackOfficeUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "lilith.accounts.oidc.apps.OidcConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "lilith.foundation.middleware.RequestLimitsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lilith.foundation.middleware.ContentSecurityPolicyMiddleware",
    "lilith.foundation.middleware.PageCacheHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lilith.accounts.middleware.DemonstrationGuardMiddleware",
    "lilith.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lilith.foundation.context.site",
            ],
            "builtins": ["lilith.foundation.templatetags.lilith"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'lilith.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Opening the file and setting it up costs more than a query.
    DATABASES["default"]["CONN_MAX_AGE"] = 300
    # WAL and IMMEDIATE: readers never wait for a writer and two writers queue instead of failing (ADR 0004).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    # Our questions are short: compiling them costs more than it saves.
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8}, "options": "-c jit=off"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "foundation_cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lilith.accounts.backends.EmailBackend"]
LOGIN_URL = "/compte/connexion/"
LOGIN_REDIRECT_URL = "/mon-espace/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "lilith.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lilith.accounts.forms.LoginForm",
    "signup": "lilith.accounts.forms.SignUpForm",
    "reset_password": "lilith.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "lilith.accounts.forms.ResetPasswordKeyForm",
    "change_password": "lilith.accounts.forms.ChangePasswordForm",
    "set_password": "lilith.accounts.forms.SetPasswordForm",
    "add_email": "lilith.accounts.forms.ChangeAddressForm",
    "reauthenticate": "lilith.accounts.forms.ConfirmPasswordForm",
}
# Sign-in by a service (ADR 0020): one that has an address here shows its button.
OIDC_SERVICES = [
    {
        "provider_id": provider_id,
        "name": name,
        "client_id": os.environ.get(f"LILITH_{key}_ID", ""),
        "secret": os.environ.get(f"LILITH_{key}_SECRET", ""),
        "settings": {
            "server_url": os.environ[f"LILITH_{key}_URL"],
            "acr_values": os.environ.get(f"LILITH_{key}_ACR", "eidas1"),
            "scope": os.environ.get(f"LILITH_{key}_SCOPE", scope).split(),
            "trust_email": env_flag(f"LILITH_{key}_TRUST_EMAIL", False),
        },
    }
    for provider_id, name, key, scope in (
        ("proconnect", "ProConnect", "PROCONNECT", "openid email"),
        ("pro-sante-connect", "Pro Santé Connect", "PSC", "openid scope_all"),
    )
    if os.environ.get(f"LILITH_{key}_URL")
]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_SERVICES}}
SOCIALACCOUNT_ADAPTER = "lilith.accounts.oidc.adapter.OidcAccountAdapter"
# A link, not a form: the service redirects further, which `form-action` would stop.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "lilith.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "lilith.accounts.forms.ActivateForm",
    "authenticate": "lilith.accounts.forms.CodeForm",
    "reauthenticate": "lilith.accounts.forms.ConfirmCodeForm",
}
# The clock of a telephone may be half a minute off.
MFA_TOTP_TOLERANCE = 1
ACCOUNT_CHANGE_EMAIL = True
# No mail goes to an address that has no account here.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
ACCOUNT_RATE_LIMITS = {
    "signup": "30/h/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "5/m/ip,3/10m/key",
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
# `prepare` collects beside the folder that is served, then swaps.
STATIC_ROOT = Path(os.environ.get("LILITH_STATIC_ROOT") or DATA_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Bytes of one request, files included: for editors; everyone else has DATA_UPLOAD_MAX_MEMORY_SIZE.
LARGEST_UPLOAD = env_number("LILITH_MAX_UPLOAD_MB", 200) * 1024 * 1024

WAGTAIL_SITE_NAME = "Lilith"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "foundation.LilithImage"
WAGTAILDOCS_DOCUMENT_MODEL = "foundation.LilithDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "vtt", "xlsx"]
# Readers of a stage are told by `lilith.editorial`, by role.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
# Names, addresses and passwords are changed on the account pages, for everyone.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "ul", "link"]},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = "lilith.foundation.mail_files.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "courriels")
DEFAULT_FROM_EMAIL = os.environ.get("LILITH_FROM_EMAIL", "lilith@localhost")

# Where a weakness is told, in /.well-known/security.txt: « mailto:… » or « https://… ».
SECURITY_CONTACT = os.environ.get("LILITH_SECURITY_CONTACT", "")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lilith.foundation.views.csrf_failure"
# How many reverse proxies stand in front and add to X-Forwarded-For; 0: none, the header is not believed.
TRUSTED_PROXIES = env_number("LILITH_TRUSTED_PROXIES", 0)
# Public pages: fixed, no inline script or style, so that a kept page needs no nonce (ADR 0008).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "frame-src": ["'self'", "https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://www.dailymotion.com"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
# Wagtail's pages hold a few inline scripts and show previews in frames of the site itself.
CONTENT_SECURITY_POLICY_EDITORS = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "frame-ancestors": ["'self'"],
    }
}
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()"
)

# Bytes of memory for kept pages in one process, and the longest life of one in seconds.
PAGE_CACHE = {
    "ON": env_flag("LILITH_PAGE_CACHE", True),
    "BYTES": env_number("LILITH_PAGE_CACHE_MB", 48) * 1024 * 1024,
    "SECONDS": 300,
}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "lilith.foundation.logs.JsonFormatter"}},
    "filters": {"request_id": {"()": "lilith.foundation.logs.RequestIdFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LILITH_LOG_LEVEL", "WARNING")},
    # A page that does not exist is news of the reader, not of the site; nor is the end of the worker.
    "loggers": {"django.request": {"level": "ERROR"}, "django_tasks_db": {"level": "ERROR"}},
}

# Thresholds that vision.md and the issues leave to the operator.
LILITH: dict[str, Any] = {
    # Months after which a text is read again, by what it is (`review_kind` of its type).
    "REVIEW_MONTHS": {"text": 12, "evidence": 24, "story": 24, "contact": 6},
    # Days that each stage of a text may take: literacy, people concerned, science, publication.
    "STAGE_DAYS": 14,
    "PAGE_SIZE": 24,
    "COMPARE_MAX": 4,
    # Months that words which found nothing are kept for the editors.
    "MISSED_QUERY_MONTHS": 12,
    # Whether anyone may make an account, and how long a link that invites into an organisation serves.
    "SIGN_UP": env_flag("LILITH_SIGN_UP", True),
    "INVITATION_DAYS": 14,
    # Accounts that nobody uses: months before they are made nameless, days between the mail that says so and the act; days that
    # an account whose address is never confirmed is kept.
    "INACTIVITY": {"MONTHS": env_number("LILITH_INACTIVITY_MONTHS", 24), "WARNING_DAYS": 30, "UNCONFIRMED_DAYS": 7},
    # Which roles see what belongs to others, so that they need a second factor; the addresses that wait for it, and those
    # below them that are one's own.
    "SECOND_FACTOR": {
        "ROLES": ("admin", "coordination", "moderation", "equipe-appui", "ars", "coordination-ptsm"),
        "BEHIND": ("/redaction/", "/mon-espace/"),
        "FREE": ("/mon-espace/", "/mon-espace/mes-donnees/", "/mon-espace/mes-donnees/effacer/"),
    },
    # Consents to testimonies: how long one lasts, when it is asked again before its end, how long a link of a mail serves,
    # how long an address is kept once a consent has ended.
    "CONSENT_MONTHS": 24,
    "CONSENT_REMIND_DAYS": (30, 7),
    "CONSENT_LINK_DAYS": 60,
    "CONSENT_CONTACT_MONTHS": 6,
    # Paid lived-experience time, until a rate is written in the back office (LIL-094).
    "LIVED_EXPERIENCE_RATE": {"euros_per_day": 100, "hours_per_day": 7},
    # Fewer people than this are never counted in public.
    "SMALLEST_GROUP": 5,
    # A text is « compris » from so many readers and so many right answers out of 100; it is tested again once more than so
    # many words out of 100 have changed. One machine may send so many answers an hour: a group often shares one.
    "COMPREHENSION": {"READERS": 5, "RIGHT_IN_100": 70, "CHANGED_IN_100": 10, "ANSWERS_AN_HOUR": 30},
    # Appraisals: how long a declaration of interests serves, how long a reading and what follows it may take.
    "APPRAISAL": {"INTERESTS_MONTHS": 12, "READING_DAYS": 28, "DELIBERATION_DAYS": 14},
}
