"""Structured data of schema.org that any page may carry: `{% load structured %}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from lilith.foundation.templatetags.lilith import jsonld

register = template.Library()


def absolute(url: str) -> str:
    """The canonical address of a path of this site; a full address is given back as it is."""
    return settings.BASE_URL + url if url.startswith("/") else url


@register.filter(name="absolute")
def absolute_filter(url: Any) -> str:
    """`{{ page.url|absolute }}`: with scheme and host, for machines."""
    return absolute(str(url or "/"))


@register.filter
def host(url: Any) -> str:
    """« www.psycom.org » of an address elsewhere: readers are told where a link leads."""
    return urlsplit(str(url)).hostname or ""


@register.simple_tag
def breadcrumb_data(steps: Iterable[tuple[str, str]], current: str, path: str = "") -> SafeString:
    """BreadcrumbList of the steps (title, address) above a page, and the page itself at `path`."""
    items: list[dict[str, Any]] = [{"name": title, "item": absolute(url)} for title, url in steps]
    items.append({"name": str(current), **({"item": absolute(path)} if path else {})})
    elements = [{"@type": "ListItem", "position": position, **item} for position, item in enumerate(items, start=1)]
    return jsonld({"@type": "BreadcrumbList", "itemListElement": elements})
