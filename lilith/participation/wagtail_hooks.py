"""This room in the back office."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from lilith.participation.back_office import testimonies

register_snippet(testimonies.TestimonyViewSet)
register_snippet(testimonies.RateViewSet)


@hooks.register("register_admin_urls")
def consent_urls() -> list[URLPattern]:
    return testimonies.urls()
