"""Trainings for sitemap.xml; demonstration rows stay out."""

from __future__ import annotations

from datetime import date

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from lilith.trainings import selectors
from lilith.trainings.models import Course


class CourseSitemap(Sitemap):
    def items(self) -> QuerySet[Course]:
        return selectors.live_courses().filter(is_demo=False).order_by("pk").only("slug", "updated_on")

    def lastmod(self, item: Course) -> date | None:
        return item.updated_on
