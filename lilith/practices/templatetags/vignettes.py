"""Drawings of this room in templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from lilith.practices.drawings.vignettes import scene

register = template.Library()


@register.simple_tag
def vignette(seed: str, theme: str = "", path: bool = False) -> SafeString:
    """`{% vignette practice.slug theme.slug %}`: a scene of its own for each seed; with `path`, over the two lines of the site."""
    return mark_safe(scene(str(seed), str(theme), path=bool(path)))
