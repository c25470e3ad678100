"""Markdown of content files ↔ the restricted HTML of rich text fields."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markdownify import markdownify

_markdown = MarkdownIt("zero", {"html": False}).enable(["list", "emphasis", "link", "heading", "newline"])
ALLOWED_TAGS = {"p", "ul", "ol", "li", "b", "a", "h2", "h3", "br"}


def to_html(markdown: str, *, headings: bool = False) -> str:
    """Paragraphs, lists, bold and links as Wagtail keeps them; anything else is dropped."""
    if not markdown.strip():
        return ""
    html = _markdown.render(markdown)
    html = re.sub(r"<(/?)strong>", r"<\1b>", html)
    html = re.sub(r"<li>\s*<p>(.*?)</p>\s*</li>", r"<li>\1</li>", html, flags=re.DOTALL)
    tags = ALLOWED_TAGS if headings else ALLOWED_TAGS - {"h2", "h3"}
    clean = nh3.clean(
        html, tags=tags, attributes={"a": {"href"}}, link_rel=None, url_schemes={"http", "https", "mailto", "tel"}
    )
    return re.sub(r">\s*\n\s*<", "><", clean).replace("\n", " ").strip()


def to_markdown(html: str) -> str:
    """The Markdown that gives `html` back."""
    text = markdownify(
        html, heading_style="ATX", bullets="-", strong_em_symbol="*", escape_asterisks=False, escape_underscores=False
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def links_in(markdown: str) -> list[tuple[int, str]]:
    """(line within the text from 0, address) of each link."""
    return [
        (number, match.group(1))
        for number, line in enumerate(markdown.split("\n"))
        for match in re.finditer(r"\]\(([^)\s]+)\)", line)
    ]
