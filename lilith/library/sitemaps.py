"""Addresses of the library for sitemap.xml; demonstration rows stay out."""

from __future__ import annotations

from datetime import date

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from lilith.library import selectors
from lilith.library.models import Publication, Term


class TermSitemap(Sitemap):
    def items(self) -> QuerySet[Term]:
        return selectors.live_terms().filter(is_demo=False).only("slug", "updated_on")

    def lastmod(self, item: Term) -> date | None:
        return item.updated_on


class PublicationSitemap(Sitemap):
    def items(self) -> QuerySet[Publication]:
        return selectors.live_publications().filter(is_demo=False).only("slug", "updated_on")

    def lastmod(self, item: Publication) -> date | None:
        return item.updated_on
