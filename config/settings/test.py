"""Fast and closed: what pytest runs on, SQLite by default, PostgreSQL with DATABASE_URL."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("LILITH_SECRET_KEY", "tests-only-not-a-secret-" + "x" * 40)
os.environ.setdefault("LILITH_DATA_DIR", str(Path(tempfile.gettempdir()) / "lilith-tests"))

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATA_DIR, DATABASES, LILITH, STATIC_ROOT, STORAGES  # noqa: E402

DATA_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT.mkdir(exist_ok=True)
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"] = {}
else:
    DATABASES["default"]["OPTIONS"] = {}
# People of tests sign in without a telephone; `accounts/tests/test_second_factor.py` puts the rule back.
LILITH = {**LILITH, "SECOND_FACTOR": {**LILITH["SECOND_FACTOR"], "ROLES": ()}}
