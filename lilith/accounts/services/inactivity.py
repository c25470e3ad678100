"""Accounts that nobody uses any more: a mail says so, then they are made nameless. Dates decide; running it again changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from allauth.account.models import EmailAddress
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse

from lilith.accounts.models import User
from lilith.accounts.personal_data import ERASED_DOMAIN
from lilith.accounts.services.life_cycle import LastAdministratorError, erase_person, erase_traces
from lilith.foundation import mail


class Step(Enum):
    """What the dates of an account ask for."""

    NOTHING = "nothing"
    WARN = "warn"
    ERASE = "erase"


def inactivity_step(*, seen_at: datetime, warned_at: datetime | None, now: datetime, months: int, warning_days: int) -> Step:
    """What to do about an account last used at `seen_at`, at `now`.

    It is warned `warning_days` before its `months` are over, and erased once both those months and `warning_days` since the
    warning are over. Having signed in since a warning cancels it. `months` = 0: never.
    """
    if not months:
        return Step.NOTHING
    ends = seen_at + relativedelta(months=months)
    warning = timedelta(days=warning_days)
    if warned_at is None or warned_at <= seen_at:
        return Step.WARN if now >= ends - warning else Step.NOTHING
    return Step.ERASE if now >= max(ends, warned_at + warning) else Step.NOTHING


def end_inactive_accounts(now: datetime) -> str:
    """Scheduled work: warn and erase what the dates ask for, one account at a time; says how many."""
    rules = settings.LILITH["INACTIVITY"]
    if not rules["MONTHS"]:
        return "comptes inutilisés : rien, le réglage le dit"
    oldest = now - relativedelta(months=rules["MONTHS"]) + timedelta(days=rules["WARNING_DAYS"] + 1)
    rows = User.objects.filter(is_demo=False).exclude(email__endswith=f"@{ERASED_DOMAIN}")
    rows = rows.annotate(seen_at=Coalesce("last_login", "date_joined")).filter(seen_at__lte=oldest)
    done = dict.fromkeys(Step, 0)
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        done[_end_one(pk, now)] += 1
    return f"{done[Step.WARN]} compte(s) prévenu(s), {done[Step.ERASE]} effacé(s)"


@transaction.atomic
def _end_one(pk: int, now: datetime) -> Step:
    # Read again, locked: the person may have signed in meanwhile.
    user = User.objects.select_for_update().filter(pk=pk).first()
    if user is None:
        return Step.NOTHING
    rules = settings.LILITH["INACTIVITY"]
    step = inactivity_step(
        seen_at=user.last_login or user.date_joined,
        warned_at=user.inactivity_warned_at,
        now=now,
        months=rules["MONTHS"],
        warning_days=rules["WARNING_DAYS"],
    )
    if step == Step.WARN:
        _warn(user, now)
    elif step == Step.ERASE:
        try:
            erase_person(user=user)
        except LastAdministratorError:
            return Step.NOTHING
    return step


def _warn(user: User, now: datetime) -> None:
    User.objects.filter(pk=user.pk).update(inactivity_warned_at=now)
    days = settings.LILITH["INACTIVITY"]["WARNING_DAYS"]
    mail.send(
        to=user.email,
        subject="Votre compte sera bientôt effacé",
        template="accounts/mail/inactivity",
        context={"until": (now + timedelta(days=days)).date(), "link": settings.BASE_URL + reverse("account_login")},
        key=f"inactivity:{user.pk}:{now:%Y%m%d}",
    )


def forget_unconfirmed_accounts(now: datetime) -> str:
    """Scheduled work: accounts whose address was never confirmed go altogether; nobody could ever sign in with them."""
    limit = now - timedelta(days=settings.LILITH["INACTIVITY"]["UNCONFIRMED_DAYS"])
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    rows = User.objects.filter(
        ~Exists(confirmed), is_demo=False, last_login__isnull=True, date_joined__lt=limit, roles__isnull=True
    ).exclude(email__endswith=f"@{ERASED_DOMAIN}")
    count = 0
    for user in rows:
        with transaction.atomic():
            erase_traces(user=user)
            user.delete()
        count += 1
    return f"{count} compte(s) jamais confirmé(s) effacé(s)"
