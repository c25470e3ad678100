"""The public pages of this room for sitemap.xml."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap


class ParticipationSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["/temoigner/", "/temps-d-experience/"]

    def location(self, item: str) -> str:
        return item
