"""Each kind of content file: its folder, its header, its record, and how one becomes the other."""

from lilith.launch.kinds.base import Kind
from lilith.launch.kinds.evidence import DOSSIER
from lilith.launch.kinds.practices import PATHWAY, PRACTICE, ROADMAP, THEME, TO_REDUCE
from lilith.launch.kinds.reference import LINK, ORGANISATION, PUBLICATION, TERM, VIDEO
from lilith.launch.kinds.site import COURSE, EVENT, HOME, NEWS, PAGE

__all__ = ["BY_FOLDER", "HOME", "KINDS", "Kind"]

# In the order in which records are made: what others refer to, first.
KINDS: tuple[Kind, ...] = (
    ORGANISATION,
    PUBLICATION,
    TERM,
    LINK,
    VIDEO,
    ROADMAP,
    HOME,
    PAGE,
    PATHWAY,
    THEME,
    TO_REDUCE,
    DOSSIER,
    PRACTICE,
    EVENT,
    NEWS,
    COURSE,
)
BY_FOLDER = {kind.folder: kind for kind in KINDS}
