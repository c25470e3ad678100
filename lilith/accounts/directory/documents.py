"""Organisations as search documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from lilith.accounts.directory.selectors import place_words
from lilith.accounts.models import Organisation
from lilith.foundation.selectors import related_titles, text_of
from lilith.foundation.slots import SearchDocument, SearchSource


def organisation_documents(organisations: Iterable[Organisation]) -> Iterator[SearchDocument]:
    organisations = list(organisations)
    today = timezone.localdate()
    carried = related_titles(organisations, "practices")
    for organisation in organisations:
        if organisation.live and not organisation.is_demo and not organisation.is_contact_stale(today):
            short = organisation.short_name if organisation.short_name != organisation.name else ""
            yield SearchDocument(
                kind="organisation",
                key=organisation.slug,
                title=organisation.name,
                url=organisation.get_absolute_url(),
                names=(short,) if short else (),
                lead=text_of(organisation.role),
                body="\n".join(
                    part
                    for part in (
                        organisation.type_label,
                        place_words(organisation=organisation),
                        *carried.get(organisation.pk, []),
                    )
                    if part
                ),
                facets={"region": (organisation.region.slug,)} if organisation.region else {},
            )


ORGANISATIONS = SearchSource(
    model=Organisation,
    documents=organisation_documents,
    records=lambda: Organisation.objects.select_related("departement", "region").order_by("pk").iterator(chunk_size=500),
    identity=lambda organisation: ("organisation", organisation.slug),
)
