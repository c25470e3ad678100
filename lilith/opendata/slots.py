"""What this room gives to the places of lower rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from lilith.foundation import slots
from lilith.opendata.feeds.atom import all_feeds


def register() -> None:
    slots.register_page_slot("head", feed_links)


def feed_links(request: HttpRequest | None, context: Mapping[str, Any]) -> SafeString:
    """Where feed readers find the feeds."""
    return format_html_join(
        "",
        '<link rel="alternate" type="application/atom+xml" title="lilith : {}" href="/feeds/{}.xml">',
        ((feed.title, feed.name) for feed in all_feeds().values()),
    )
