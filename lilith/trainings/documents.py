"""Trainings as search documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch

from lilith.foundation.fields import lines_of
from lilith.foundation.slots import SearchDocument, SearchSource
from lilith.practices.models import PracticePage
from lilith.trainings.models import Course

_TITLES = Prefetch("practices", PracticePage.objects.only("title", "live"))


def course_documents(courses: Iterable[Course]) -> Iterator[SearchDocument]:
    for course in courses:
        if course.live and not course.is_demo:
            lines = [course.type, course.organiser, course.format, course.duration, course.place]
            for text in (course.partners, course.audience, course.dates, course.facts, course.figures):
                lines += lines_of(text)
            lines += [practice.title for practice in course.practices.all() if practice.live]
            if course.free:
                lines.append("gratuit")
            yield SearchDocument(
                kind="training",
                key=course.slug,
                title=course.title,
                url=course.get_absolute_url(),
                lead=course.summary,
                body="\n".join(line for line in lines if line),
            )


COURSES = SearchSource(
    model=Course,
    documents=course_documents,
    records=lambda: Course.objects.order_by("pk").prefetch_related(_TITLES).iterator(chunk_size=500),
    identity=lambda course: ("training", course.slug),
)
