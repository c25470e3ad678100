"""One wholly invented dossier with an appraisal « en lecture », so that each demonstration role can try its part.

Nothing of it is public, and nothing looks like an appraisal that took place: no judgment is written, and it cannot be
published (`services.publication`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals.enums import InterestKind
from lilith.evidence.appraisals.services import assign_reader, declare_interest, open_appraisal
from lilith.evidence.appraisals.standing import latest_declaration
from lilith.evidence.enums import Direction, Importance, Start
from lilith.evidence.models import (
    Appraisal,
    Committee,
    Dossier,
    DossierOwner,
    InterestDeclaration,
    Outcome,
    RightsRating,
)
from lilith.evidence.services import record_outcome, record_study
from lilith.library.enums import PublicationType
from lilith.library.models import Publication

SLUG = "exemple-fictif"
# Who takes part in the demonstration, by the first part of their address.
DECLARE = ("coordination", "comite", "comite-2", "comite-3", "usagers", "proche")
OUTCOMES = (
    ("entoure", "Exemple fictif\u00a0: se sentir entouré", Importance.CRITICAL, Start.TRIAL, Direction.BETTER),
    ("sorties", "Exemple fictif\u00a0: nombre de sorties", Importance.IMPORTANT, Start.OBSERVATIONAL, Direction.BETTER),
)
WORDS = "Chiffres inventés pour essayer le site. Ils ne viennent d’aucune étude."


@transaction.atomic
def load_demonstration(*, people: Mapping[str, User], now: datetime) -> None:
    """Make the invented dossier and its appraisal, once; renew the declarations of the demonstration accounts.

    `people`: the demonstration accounts, by the first part of their address; those that are missing take no part.
    """
    today = timezone.localdate(now)
    for name in DECLARE:
        if name in people and latest_declaration(user=people[name], today=today) is None:
            declare_interest(user=people[name], kind=InterestKind.NONE, now=now)
    dossier = Dossier.objects.filter(slug=SLUG, is_demo=True).first() or _dossier()
    if "porteur" in people:
        DossierOwner.objects.get_or_create(dossier=dossier, user=people["porteur"])
    if Appraisal.objects.filter(dossier=dossier).exists() or "coordination" not in people:
        return
    appraisal = open_appraisal(
        dossier=dossier,
        by=people["coordination"],
        requested_by_role="exemple fictif",
        reason="Pour que chaque rôle puisse essayer.",
        now=now,
    )
    for seat, name in ((1, "comite"), (2, "comite-2")):
        if name in people:
            appraisal.refresh_from_db()
            assign_reader(
                appraisal=appraisal,
                seat=seat,
                reviewer=people[name],
                by=people["coordination"],
                seen_version=appraisal.version,
                now=now,
            )


@transaction.atomic
def forget_demonstration() -> None:
    """Take away the invented dossier, all that was tried on it, and what demonstration accounts declared."""
    Appraisal.objects.filter(is_demo=True).delete()
    InterestDeclaration.objects.filter(is_demo=True).delete()
    Committee.objects.filter(is_demo=True).delete()
    RightsRating.objects.filter(dossier__is_demo=True).delete()
    Dossier.objects.filter(slug=SLUG, is_demo=True).delete()
    Publication.objects.filter(slug=SLUG, is_demo=True).delete()
    Outcome.objects.filter(slug__startswith=f"{SLUG}-", dossier_outcomes__isnull=True).delete()


def _dossier() -> Dossier:
    dossier = Dossier(
        slug=SLUG,
        title="Exemple fictif\u00a0: un café d’entraide",
        population="Des personnes inventées.",
        intervention="Un café inventé, ouvert le soir.",
        comparator="Pas de café.",
        live=False,
        is_demo=True,
    )
    dossier.full_clean()
    dossier.save()
    publication = Publication(slug=SLUG, type=PublicationType.ARTICLE, live=False, is_demo=True)
    publication.title = "Exemple fictif\u00a0: un essai qui n’existe pas"
    publication.full_clean()
    publication.save()
    study = record_study(dossier=dossier, publication=publication)
    for order, (key, name, importance, start, direction) in enumerate(OUTCOMES):
        outcome, _made = Outcome.objects.get_or_create(
            slug=f"{SLUG}-{key}", defaults={"name": name, "plain_name": name, "order": 900 + order}
        )
        record_outcome(
            dossier=dossier,
            outcome=outcome,
            studies=[study],
            importance=importance,
            start=start,
            direction=direction,
            result_words=WORDS,
        )
    return dossier
