"""Addresses of the site, room by room; Wagtail serves every other one."""

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lilith.foundation.media import media


def room_urls() -> list[URLPattern | URLResolver]:
    """The addresses of each installed room, the lowest first: a room that is taken out leaves no hole."""
    rooms = [apps.get_app_config(room.rsplit(".", 1)[1]) for room in reversed(settings.ROOMS) if apps.is_installed(room)]
    return [path("", include(f"{room.name}.urls")) for room in rooms if module_has_submodule(room.module, "urls")]


urlpatterns = [
    path("redaction/", include("lilith.accounts.back_office_urls")),
    path("redaction/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *room_urls(),
    path("media/<path:path>", media),
    path("", include(wagtail_urls)),
]
handler400 = "lilith.foundation.views.bad_request"
handler403 = "lilith.foundation.views.forbidden"
handler404 = "lilith.foundation.views.not_found"
handler500 = "lilith.foundation.views.server_error"
