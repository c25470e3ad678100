"""Pictures in the size and the format that a screen needs: `{% load pictures %}{% picture page.image "carte" %}`."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.models import Filter

from lilith.foundation.models import LilithImage

register = template.Library()
logger = logging.getLogger(__name__)

# Smallest first: browsers take the first format that they know.
FORMATS = ("avif", "webp")


@dataclass(frozen=True)
class Shape:
    """How a picture is cut. `operations` from the smallest to the largest; `fill` keeps the focal point in view."""

    operations: tuple[str, ...]
    sizes: str


SHAPES = {
    "carte": Shape(("fill-400x146", "fill-800x292"), "(max-width: 40em) 100vw, (max-width: 62em) 50vw, 26rem"),
    "bandeau": Shape(("fill-480x216", "fill-832x374", "fill-1248x561"), "(max-width: 62em) 100vw, 40rem"),
    "texte": Shape(("width-480", "width-720", "width-1296"), "(max-width: 44rem) 100vw, 40.5rem"),
    "portrait": Shape(("fill-160x160", "fill-320x320"), "10rem"),
}


@register.simple_tag
def picture(
    image: LilithImage | None, shape: str = "texte", decorative: bool = False, eager: bool = False, css: str = ""
) -> SafeString:
    """A `<picture>` in AVIF and WebP, in several widths, with the text that stands for it; nothing without an image.

    `decorative` is for an image whose words stand beside it: it is hidden from those who do not see it. An image without
    alternative text is not shown: editors cannot save one, and nobody should meet one.
    """
    if image is None:
        return SafeString("")
    alternative = "" if decorative else image.default_alt_text.strip()
    if not alternative and not decorative:
        logger.warning("image %s has no alternative text and is not shown", image.pk)
        return SafeString("")
    how = SHAPES[shape]
    specs = {(name, operation): f"{operation}|format-{name}" for name in FORMATS for operation in how.operations}
    renditions = image.get_renditions(*(Filter(spec=spec) for spec in specs.values()))
    by_spec = {rendition.filter_spec: rendition for rendition in renditions.values()}
    sources = {
        name: ", ".join(
            f"{by_spec[specs[name, operation]].url} {by_spec[specs[name, operation]].width}w" for operation in how.operations
        )
        for name in FORMATS
    }
    largest = by_spec[specs[FORMATS[-1], how.operations[-1]]]
    inside = format_html_join(
        "", '<source type="image/{}" srcset="{}" sizes="{}">', ((name, sources[name], how.sizes) for name in FORMATS)
    )
    return format_html(
        '<picture>{}<img src="{}" alt="{}" width="{}" height="{}"{}{} decoding="async"></picture>',
        inside,
        largest.url,
        alternative,
        largest.width,
        largest.height,
        format_html(' class="{}"', css) if css else "",
        "" if eager else SafeString(' loading="lazy"'),
    )
