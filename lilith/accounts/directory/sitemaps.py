"""Organisations for sitemap.xml; demonstration rows stay out."""

from __future__ import annotations

from datetime import date

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from lilith.accounts.models import Organisation


class OrganisationSitemap(Sitemap):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(live=True, is_demo=False).order_by("pk").only("slug", "updated_on")

    def lastmod(self, item: Organisation) -> date | None:
        return item.updated_on
