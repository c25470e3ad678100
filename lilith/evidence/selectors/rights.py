"""The rights profile as the public reads it, and as someone who signs sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lilith.accounts.models import User
from lilith.evidence.appraisals.standing import obstacle
from lilith.evidence.enums import RightsDimension, RightsLevel, RightsVoice
from lilith.evidence.models import Dossier, RightsRating
from lilith.evidence.permissions import Verb, allows

# Which verb of the table speaks with which voice.
VERBS = {
    RightsVoice.COMMITTEE: Verb.SIGN_RIGHTS_COMMITTEE,
    RightsVoice.LIVED_EXPERIENCE: Verb.SIGN_RIGHTS_PANEL,
}

# What keeps a right whole: it is respected, or made stronger.
KEEPS_RIGHTS = (RightsLevel.STRENGTHENS, RightsLevel.RESPECTS)

_Current = dict[tuple[str, str], RightsRating]


@dataclass(frozen=True)
class SignedLevel:
    """What one voice says now of one right: its level, why, by which role, since when."""

    voice: RightsVoice
    level: RightsLevel
    justification: str
    role: str
    day: date


@dataclass(frozen=True)
class RightsCell:
    """One right. `signed` holds both voices, or none; `missing` those that have not signed yet.

    Nothing is public before both voices have signed: until then one could read the other before judging.
    """

    dimension: RightsDimension
    signed: tuple[SignedLevel, ...]
    missing: tuple[RightsVoice, ...]

    @property
    def agreement(self) -> bool | None:
        """Whether both voices say the same; None until both have signed."""
        return len({item.level for item in self.signed}) == 1 if self.signed else None


@dataclass(frozen=True)
class SigningCell:
    """One right, for who signs it: their own voice, and the other one once theirs is signed."""

    dimension: RightsDimension
    own: SignedLevel | None
    other: SignedLevel | None
    earlier: int

    @property
    def differs(self) -> bool:
        """True when both voices are seen and do not say the same."""
        return bool(self.own and self.other and self.own.level != self.other.level)


def rights_profile(*, dossier: Dossier) -> tuple[RightsCell, ...]:
    """The five rights, in their order, as anyone may read them. One query."""
    return rights_of(dossier.rights_ratings.all())


def rights_profiles(*, dossiers: Iterable[int] | QuerySet[Dossier, Any]) -> dict[int, tuple[RightsCell, ...]]:
    """Key of a dossier → its five rights, for those of which something was signed. One query whatever their number."""
    rows: dict[int, list[RightsRating]] = {}
    for row in RightsRating.objects.filter(dossier__in=dossiers):
        rows.setdefault(row.dossier_id, []).append(row)
    return {key: rights_of(signed) for key, signed in rows.items()}


def rights_of(rows: Iterable[RightsRating]) -> tuple[RightsCell, ...]:
    """The five rights from every row that was signed in one dossier, oldest first."""
    current = _current(rows)
    return tuple(_cell(dimension, current) for dimension in RightsDimension)


def respected_rights() -> QuerySet[RightsRating, Any]:
    """(`dossier`, `dimension`) pairs, as dictionaries, of which both voices now say that the right is respected or strengthened."""
    later = RightsRating.objects.filter(
        Q(recorded_at__gt=OuterRef("recorded_at")) | Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk")),
        dossier=OuterRef("dossier"),
        dimension=OuterRef("dimension"),
        voice=OuterRef("voice"),
    )
    good = RightsRating.objects.filter(~Exists(later), level__in=[level.value for level in KEEPS_RIGHTS]).order_by()
    return good.values("dossier", "dimension").annotate(voices=Count("voice", distinct=True)).filter(voices=len(RightsVoice))


def voice_of(*, user: User) -> RightsVoice | None:
    """With which voice `user` signs; a person has one only: the committee's when they hold both roles. One query."""
    if not user.is_authenticated or not user.is_active:
        return None
    roles = [grant.role for grant in user.roles.all()]
    return next((voice for voice, verb in VERBS.items() if any(allows(role, verb) for role in roles)), None)


def signing_obstacle(*, user: User, dossier: Dossier, voice: RightsVoice, today: date) -> str:
    """Why `user` may not sign in this dossier, said to them; empty when they may."""
    found = obstacle(user=user, verb=VERBS[voice], dossier=dossier, is_demo=dossier.is_demo, today=today)
    return found.you if found else ""


def signable_dossiers(*, user: User) -> QuerySet[Dossier]:
    """Dossiers that are online; those of the demonstration, for demonstration accounts only."""
    return Dossier.objects.filter(is_demo=True) if user.is_demo else Dossier.objects.filter(live=True, is_demo=False)


@dataclass(frozen=True)
class ToSign:
    """A dossier, and how many of the five rights a voice has signed."""

    dossier: Dossier
    signed: int

    @property
    def missing(self) -> int:
        return len(RightsDimension) - self.signed

    @property
    def words(self) -> str:
        """« 3 droits à signer sur 5 »; « Tout est signé. »"""
        if not self.missing:
            return "Tout est signé."
        return f"{self.missing} droit{'s' if self.missing > 1 else ''} à signer sur {len(RightsDimension)}"


def dossiers_to_sign(*, user: User, voice: RightsVoice) -> list[ToSign]:
    """Every dossier that may be signed, those with most left to sign first. Two queries."""
    rows = signable_dossiers(user=user).prefetch_related("rights_ratings")
    found = [
        ToSign(dossier, len({row.dimension for row in dossier.rights_ratings.all() if row.voice == voice})) for dossier in rows
    ]
    return sorted(found, key=lambda item: (-item.missing, item.dossier.title))


def signing_board(*, dossier: Dossier, voice: RightsVoice) -> tuple[SigningCell, ...]:
    """The five rights for who signs with `voice`: what the other voice says stays hidden until theirs is signed. One query."""
    rows = list(dossier.rights_ratings.all())
    current = _current(rows)
    other = next(item for item in RightsVoice if item != voice)
    cells = []
    for dimension in RightsDimension:
        own = current.get((dimension, voice))
        theirs = current.get((dimension, other)) if own else None
        count = sum(row.dimension == dimension and row.voice == voice for row in rows)
        cells.append(
            SigningCell(dimension, _signed(own) if own else None, _signed(theirs) if theirs else None, max(0, count - 1))
        )
    return tuple(cells)


def _current(rows: Iterable[RightsRating]) -> _Current:
    """The last row of each (dimension, voice); rows come oldest first."""
    return {(row.dimension, row.voice): row for row in rows}


def _cell(dimension: RightsDimension, current: _Current) -> RightsCell:
    missing = tuple(voice for voice in RightsVoice if (dimension, voice) not in current)
    signed = () if missing else tuple(_signed(current[dimension, voice]) for voice in RightsVoice)
    return RightsCell(dimension, signed, missing)


def _signed(row: RightsRating) -> SignedLevel:
    return SignedLevel(
        RightsVoice(row.voice), RightsLevel(row.level), row.justification, str(row.get_role_display()), row.valid_at
    )
