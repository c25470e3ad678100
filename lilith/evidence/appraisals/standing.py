"""Who may take part in the appraisal of a dossier: the role, no tie to it, and a declaration of interests of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.evidence.appraisals.enums import InterestKind
from lilith.evidence.appraisals.errors import NotAllowedError
from lilith.evidence.models import ConcernedOrganisation, Dossier, DossierOwner, InterestDeclaration
from lilith.evidence.permissions import Verb, roles_for

# Verbs that give no voice and choose nobody: a declaration is not asked for them, and a tie does not forbid them.
FREE = frozenset({Verb.DECLARE_INTEREST, Verb.ANSWER_AS_OWNER, Verb.OPEN_APPRAISAL, Verb.MANAGE_COMMITTEES, Verb.EDIT_DOSSIER})


@dataclass(frozen=True)
class Obstacle:
    """Why someone may not take part: said to them (`you`), and said of them (`they`)."""

    you: str
    they: str


NO_ROLE = Obstacle(
    "Votre rôle ne le permet pas, ou ne le permet plus. Ce que vous avez déjà enregistré est gardé. "
    "Demandez à la coordination.",
    "Cette personne n’a pas le rôle qu’il faut.",
)
DEMONSTRATION = Obstacle(
    "Un compte de démonstration ne prend part qu’aux évaluations de démonstration.",
    "Un compte de démonstration ne prend part qu’aux évaluations de démonstration.",
)
OWNER = Obstacle(
    "Vous portez cette pratique. Vous pouvez répondre à l’évaluation, pas y prendre part.",
    "Cette personne porte la pratique. Elle peut répondre, pas prendre part.",
)
TIE = Obstacle(
    "Vous avez déclaré un lien avec ce dossier, ou avec un organisme qui le porte. Vous ne pouvez pas prendre part "
    "à son évaluation.",
    "Cette personne a déclaré un lien avec ce dossier, ou avec un organisme qui le porte.",
)
NO_DECLARATION = Obstacle(
    "Déclarez d’abord vos liens d’intérêts, même si vous n’en avez aucun. Une déclaration sert un an.",
    "Cette personne n’a pas déclaré ses liens d’intérêts depuis un an.",
)


def interests_in_force(*, user: User, today: date) -> QuerySet[InterestDeclaration]:
    """What `user` declared that holds on `today`."""
    return InterestDeclaration.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user=user, withdrawn_at__isnull=True, valid_from__lte=today
    )


def declared_since(*, today: date) -> datetime:
    """Declarations made from this moment on serve on `today`."""
    months = int(settings.LILITH["APPRAISAL"]["INTERESTS_MONTHS"])
    return timezone.make_aware(datetime.combine(today - relativedelta(months=months), time.min))


def latest_declaration(*, user: User, today: date) -> InterestDeclaration | None:
    """The declaration that opens the door of appraisals to `user` on `today`; None when it is missing or too old."""
    rows = interests_in_force(user=user, today=today).filter(declared_at__gte=declared_since(today=today))
    return rows.order_by("-declared_at", "-pk").first()


def tie(*, user: User, dossier: Dossier, today: date) -> Obstacle | None:
    """What ties `user` to `dossier`; None when nothing does."""
    if DossierOwner.objects.filter(dossier=dossier, user=user).exists():
        return OWNER
    carriers = ConcernedOrganisation.objects.filter(dossier=dossier).values("organisation")
    tied = interests_in_force(user=user, today=today).exclude(kind=InterestKind.NONE)
    return TIE if tied.filter(Q(dossier=dossier) | Q(organisation__in=carriers)).exists() else None


def obstacle(*, user: Any, verb: Verb, dossier: Dossier, is_demo: bool, today: date) -> Obstacle | None:
    """Why `user` may not do `verb` in an appraisal of `dossier`; None when they may."""
    if not roles_for(user, verb):
        return NO_ROLE
    if user.is_demo and not is_demo:
        return DEMONSTRATION
    if verb in FREE:
        return None
    found = tie(user=user, dossier=dossier, today=today)
    if found is None and latest_declaration(user=user, today=today) is None:
        return NO_DECLARATION
    return found


def require(*, user: Any, verb: Verb, dossier: Dossier, is_demo: bool, today: date) -> Role:
    """The role under which `user` does `verb`. Raises NotAllowedError, with what to do."""
    found = obstacle(user=user, verb=verb, dossier=dossier, is_demo=is_demo, today=today)
    if found is not None:
        raise NotAllowedError(found.you)
    return roles_for(user, verb)[0]
