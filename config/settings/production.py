"""Behind a reverse proxy that speaks HTTPS, on PostgreSQL and Redis."""

import os

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_URL, DATABASES

if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("LILITH_BASE_URL must be the https:// address of the site in production")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3" and os.environ.get("LILITH_ALLOW_SQLITE") != "1":
    raise ImproperlyConfigured(
        "production needs DATABASE_URL=postgres://… (LILITH_ALLOW_SQLITE=1 to run a small site on SQLite)"
    )

DEMO = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
if os.environ.get("EMAIL_URL"):
    from config.email_url import email_settings

    globals().update(email_settings(os.environ["EMAIL_URL"]))
