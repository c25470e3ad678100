"""The web application. The page cache stands before Django: a cached page never builds a request object (ADR 0008)."""

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")


def build() -> WSGIApplication:
    """Django, with the page cache around it unless the settings say no."""
    django = get_wsgi_application()
    if os.environ.get("LILITH_SUPERVISED") == "1":
        from lilith.foundation.process import die_with_parent

        die_with_parent()
    if not settings.PAGE_CACHE["ON"]:
        return django
    from lilith.foundation.page_cache.generation import generation
    from lilith.foundation.page_cache.store import SharedStore, Store
    from lilith.foundation.page_cache.usage import UsageCounter
    from lilith.foundation.page_cache.wsgi import PageCache
    from lilith.foundation.preparation import code_digest

    seconds = settings.PAGE_CACHE["SECONDS"]
    return PageCache(
        django,
        generation=generation(),
        store=Store(settings.PAGE_CACHE["BYTES"]),
        seconds=seconds,
        personal_cookies=(f"{settings.SESSION_COOKIE_NAME}=", "messages="),
        form_cookies=(f"{settings.CSRF_COOKIE_NAME}=",),
        shared=SharedStore(settings.REDIS_URL, code_digest(), seconds) if settings.REDIS_URL else None,
        usage=UsageCounter(),
    )


application = build()
