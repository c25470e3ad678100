"""What this room gives to the places of lower rooms, and to search."""

from lilith.foundation import slots
from lilith.practices import documents, mentions, page_slots, plain_texts, services


def register() -> None:
    mentions.register()
    page_slots.register()
    slots.register_plain_texts(plain_texts.SOURCE)
    for fields in plain_texts.PROSE:
        slots.register_prose_fields(fields)
    slots.register_change_listener(services.follow_evidence)
    for source in documents.SOURCES:
        slots.register_search_source(source)
