"""What this room gives to the places of lower rooms, and to search."""

from lilith.foundation import slots
from lilith.practices import documents, mentions, page_slots


def register() -> None:
    mentions.register()
    page_slots.register()
    for source in documents.SOURCES:
        slots.register_search_source(source)
