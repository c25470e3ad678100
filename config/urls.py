"""Addresses of the site, room by room; Wagtail serves every other one."""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("redaction/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("lilith.foundation.urls")),
    path("", include("lilith.accounts.urls")),
    path("", include("lilith.library.urls")),
    path("", include("lilith.practices.urls")),
    path("", include("lilith.trainings.urls")),
    path("", include("lilith.website.urls")),
    path("", include("lilith.opendata.urls")),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(wagtail_urls)),
]
handler400 = "lilith.foundation.views.bad_request"
handler403 = "lilith.foundation.views.forbidden"
handler404 = "lilith.foundation.views.not_found"
handler500 = "lilith.foundation.views.server_error"
