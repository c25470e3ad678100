"""The status of a practice, from what an appraisal gives and where the practice runs: pure, versioned functions.

A version never changes once statuses were recorded with it: a change of rule is a new version. `docs/methode-preuves.md` says
the table to readers, and a test compares it with this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lilith.evidence.enums import Certainty, Effect, FranceEvidence
from lilith.practices.enums import Status

SURE = frozenset({Certainty.HIGH, Certainty.MODERATE})
# Studies made in France that compare: what a description or a study without comparison cannot show.
COMPARED_IN_FRANCE = frozenset({FranceEvidence.COMPARATIVE, FranceEvidence.TRIAL})


@dataclass(frozen=True)
class Appraised:
    """All that the status is computed from. `running_places` counts places known to run in France."""

    certainty: Certainty
    effect: Effect
    france_evidence: FranceEvidence
    running_places: int


def statut_1(given: Appraised) -> tuple[Status, str]:
    """The status, and why in one sentence."""
    if given.certainty == Certainty.NOT_JUDGED:
        return Status.TO_ASSESS, "Un résultat décisif n’est pas jugé."
    if given.certainty == Certainty.VERY_LOW:
        return Status.TO_ASSESS, "La certitude est très faible\u00a0: on ne peut rien conclure."
    certainty = f"la certitude est {given.certainty.label}"
    if given.effect == Effect.UNFAVOURABLE:
        return Status.NOT_PROVEN, f"Un résultat décisif est moins bon pour les personnes\u00a0; {certainty}."
    if given.effect == Effect.NONE:
        if given.certainty in SURE:
            return Status.NOT_PROVEN, f"Aucun résultat décisif ne change\u00a0; {certainty}."
        return Status.TO_ASSESS, f"Aucun résultat décisif ne change, mais {certainty}."
    if given.effect == Effect.MIXED:
        return Status.TO_ASSESS, "Les résultats décisifs sont partagés ou inconnus."
    if given.certainty not in SURE:
        return Status.PROMISING, f"L’effet est favorable, mais {certainty}."
    if given.france_evidence in COMPARED_IN_FRANCE:
        return Status.PROVEN, f"L’effet est favorable, {certainty}, et une étude en France compare."
    if given.running_places > 0:
        return Status.PROVEN, f"L’effet est favorable, {certainty}, et la pratique existe en France."
    return Status.PROMISING, f"L’effet est favorable et {certainty}, mais rien ne le montre encore en France."


METHODS: Mapping[str, Callable[[Appraised], tuple[Status, str]]] = {"statut-1": statut_1}
CURRENT = "statut-1"
# How a status read in the documents is named in the history (ADR 0011).
FROM_DOCUMENTS = "documents-1"
