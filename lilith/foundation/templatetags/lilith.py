"""Template tags of every page; a builtin library: no `{% load %}` is needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.rich_text import expand_db_html

from lilith.foundation import drawing, explained, slots
from lilith.foundation.addresses import path_of

register = template.Library()

# (section, words, address, class of the entry). `nav_section` of the context, or the address, says which one is current.
MAIN_ENTRIES = (
    ("vie", "Parcours de vie", "/parcours-de-vie/", "v"),
    ("soins", "Parcours de soins", "/parcours-de-soins/", "s"),
    ("echanger", "Échanger", "/echanges/", ""),
    ("former", "Se former", "/formations/", ""),
    ("mettre-en-oeuvre", "Mettre en œuvre", "/equipes-d-appui/", ""),
)


@register.simple_tag(takes_context=True)
def main_entries(context: template.Context) -> list[dict[str, Any]]:
    """The five entries of the menu; `current` is "page", "true" (the page is below it) or empty."""
    request = context.get("request")
    path = request.path if request is not None else ""
    section = context.get("nav_section", "")
    entries = []
    for key, words, url, css in MAIN_ENTRIES:
        current = "page" if path == url else "true" if key == section or path.startswith(url) else ""
        entries.append({"words": words, "url": url, "css": css, "current": current})
    return entries


@register.simple_tag
def icon(name: str, size: int = 24, css: str = "", stroke: str = "1.75") -> SafeString:
    """`{% icon "house" 32 %}`: a pictogram hidden from assistive technologies; put words beside it."""
    return mark_safe(drawing.icon_svg(str(name), int(size), css, stroke))


@register.simple_tag
def hundred(value: Any) -> SafeString:
    """One hundred boxes, `value` of them filled; the sentence with the number stands beside it."""
    try:
        return mark_safe(drawing.hundred_svg(round(float(str(value).replace(",", ".")))))
    except ValueError:
        return SafeString("")


def _in_words(day: date) -> str:
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first} {MONTHS[day.month]} {day.year}"


@register.filter
def jour(value: date | datetime | None) -> str:
    """« 1er septembre 2026 », in Paris time; empty for no date."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return _in_words(value)


@register.simple_tag
def day(value: date | datetime | None) -> SafeString:
    """`<time datetime="2026-11-22">22 novembre 2026</time>`; empty for no date."""
    if not value:
        return SafeString("")
    if isinstance(value, datetime):
        value = timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), _in_words(value))


@register.filter
def in_a_row(values: Iterable[Any]) -> str:
    """« Lille, Lyon et Nice »."""
    words = [str(value) for value in values]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et " + words[-1] if words else ""


_HYPHENATED = re.compile(r"[\w’]+(?:-[\w’]+)+")


@register.filter
def unbroken(value: Any) -> SafeString:
    """A title whose hyphenated words (« chez-soi ») stay on one line when they are short."""

    def kept(match: re.Match[str]) -> str:
        word = match.group()
        return f'<span class="nb">{word}</span>' if len(word) <= 16 else word

    return mark_safe(_HYPHENATED.sub(kept, escape(value)))


@register.filter
def without_point(value: str) -> str:
    """A sentence without its final point, to be set in a longer one."""
    return str(value).rstrip().removesuffix(".")


@register.simple_tag
def jsonld(data: Mapping[str, Any]) -> SafeString:
    """Structured data for machines; not a script that runs."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag(takes_context=True)
def page_slot(context: template.Context, name: str) -> SafeString:
    """What rooms put at the place `name`, in their order; nothing when no room fills it."""
    request = context.get("request")
    flat = context.flatten()
    return mark_safe("".join(render(request, flat) for render in slots.page_slot(str(name))))


@register.filter(name="explained")
def explained_filter(html: Any) -> SafeString:
    """`{{ text|richtext|explained }}`: the first occurrence of each glossary term leads to its definition."""
    return mark_safe(explained.explain(str(html)))


class ExplainedNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(explained.explain(self.nodelist.render(context)))


@register.tag(name="explained")
def explained_block(parser: Parser, token: Token) -> ExplainedNode:
    """`{% explained %}…{% endexplained %}` around one level: each glossary term is explained once in it."""
    nodelist = parser.parse(("endexplained",))
    parser.delete_first_token()
    return ExplainedNode(nodelist)


class PartNode(template.Node):
    def __init__(self, path: FilterExpression, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.path, self.values, self.nodelist = path, values, nodelist

    def render(self, context: template.Context) -> SafeString:
        part = context.template.engine.get_template(self.path.resolve(context))  # type: ignore[union-attr]
        values = {name: value.resolve(context) for name, value in self.values.items()}
        with context.push(**values, inside=self.nodelist.render(context)):
            return part.render(context)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part "foundation/components/notice.html" tone="info" %}…{% endpart %}`: a component around some HTML (`inside`)."""
    _tag, path, *rest = token.split_contents()
    values = {}
    for bit in rest:
        name, equals, value = bit.partition("=")
        if not equals:
            raise template.TemplateSyntaxError("part: after the template, only name=value")
        values[name] = parser.compile_filter(value)
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(parser.compile_filter(path), values, nodelist)


@register.filter
def review_is_late(record: Any) -> bool:
    """True when the day on which a page or a record was to be read again is past."""
    day = getattr(record, "next_review_on", None)
    return bool(day and day < timezone.localdate())


_HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.DOTALL)


@register.filter
def anchored(value: Any) -> SafeString:
    """Rich text whose headings can be linked to: `<h2 id="nous-ecrire">Nous écrire</h2>`."""
    seen: dict[str, int] = {}

    def with_id(match: re.Match[str]) -> str:
        slug = slugify(strip_tags(match.group(2)).lower().replace("œ", "oe").replace("’", " ")) or "partie"
        seen[slug] = seen.get(slug, 0) + 1
        anchor = slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"
        return f'<{match.group(1)} id="{anchor}">{match.group(2)}</{match.group(1)}>'

    return mark_safe(_HEADING.sub(with_id, expand_db_html(str(value or ""))))


@register.filter
def headings(value: Any) -> list[tuple[str, str]]:
    """(id, words) of the h2 of `anchored` text, for a list of what is on the page."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', str(anchored(value)), re.DOTALL)
    return [(anchor, strip_tags(words)) for anchor, words in found]


@register.filter
def address(thing: Any) -> str:
    """The address of a page or a record on this site."""
    url_path = getattr(thing, "url_path", "")
    if url_path:
        return path_of(url_path)
    find = getattr(thing, "get_absolute_url", None)
    return find() if find else ""


@register.filter
def name_of(thing: Any) -> str:
    """What a link to a page or a record says: its short display name when it has one."""
    return str(getattr(thing, "display_name", "") or getattr(thing, "title", "") or thing)
