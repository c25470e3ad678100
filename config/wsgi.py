"""The web application. The page cache stands before Django: a cached page never builds a request object (ADR 0008)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
application = get_wsgi_application()
