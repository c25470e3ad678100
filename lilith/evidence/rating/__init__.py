"""The published methods that compute a certainty from judgments: pure functions, versioned, without Django.

A version never changes once ratings were published with it: a change of rule is a new version. What each one does is said
to readers in `docs/methode-preuves.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lilith.evidence.rating import grade_1
from lilith.evidence.rating.shapes import RatingInput, RatingResult

METHODS: Mapping[str, Callable[[RatingInput], RatingResult]] = {grade_1.NAME: grade_1.rate}
CURRENT = grade_1.NAME
