"""How to tell one's story, and the page where a person says yes again, asks for a change, or takes their words back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lilith.foundation import rate_limit
from lilith.foundation.page_cache import varies_on
from lilith.participation import links, selectors, services
from lilith.participation.enums import ConsentHow, ConsentState
from lilith.participation.forms import USE_WORDS, AnswerForm, CorrectionForm, LostLinkForm
from lilith.participation.models import ConsentContact, Testimony
from lilith.participation.selectors import Standing

HOME = ("Accueil", "/")
TELL = ("Témoigner", "/temoigner/")
# Fresh links asked from one machine in an hour, and for one address in a day.
FROM_ONE_MACHINE, TO_ONE_ADDRESS = 10, 5
# When the words of « Témoigner » last changed.
WRITTEN_ON = date(2026, 11, 22)


@varies_on()
@require_safe
def how_to_tell(request: HttpRequest) -> HttpResponse:
    """`/temoigner/`: how to tell one's story here, and how to take it back."""
    context = {
        "meta_title": "Témoigner",
        "meta_description": "Comment raconter ce que vous avez vécu, et le reprendre quand vous voulez.",
        "steps": [HOME],
        "months": settings.LILITH["CONSENT_MONTHS"],
        "remind_days": settings.LILITH["CONSENT_REMIND_DAYS"],
        "updated_on": WRITTEN_ON,
        "foot": {"updated_on": WRITTEN_ON},
    }
    return render(request, "participation/how_to_tell.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """What a link of a mail opens: the text, its state, and buttons. Nothing happens before one is pressed."""
    now = timezone.now()
    try:
        link = links.read(token, now=now)
    except links.BadLinkError:
        return _no_link(request, "bad", 404)
    except links.EndedLinkError:
        return _no_link(request, "ended", 410)
    testimony = Testimony.objects.select_related("video", "departement").filter(uuid=link.testimony).first()
    if testimony is None:
        return _no_link(request, "ended", 410)
    place = selectors.standing(testimony=testimony, today=timezone.localdate(now))
    if request.method == "POST":
        return _act(request, place, link, now)
    return _page(request, place, link)


def _no_link(request: HttpRequest, why: str, status: int) -> HttpResponse:
    title = "Ce lien n’est plus valable" if why == "ended" else "Ce lien n’est pas complet"
    context = {"meta_title": title, "why": why, "steps": [HOME, TELL], "days": settings.LILITH["CONSENT_LINK_DAYS"]}
    return render(request, "participation/no_link.html", context, status=status)


def _page(request: HttpRequest, place: Standing, link: links.Link, *, status: int = 200, **extra: Any) -> HttpResponse:
    last = place.last
    context = {
        "meta_title": "Votre témoignage",
        "steps": [HOME, TELL],
        "testimony": place.testimony,
        "place": place,
        "state": place.state.name,
        "fresh": last is not None and last.number == link.number,
        "used_on": last.recorded_at if last is not None else None,
        "uses": [(name, words, last is not None and getattr(last, name)) for name, words in USE_WORDS],
        "digest": place.testimony.digest,
        "months": settings.LILITH["CONSENT_MONTHS"],
        "done": request.GET.get("fait", ""),
        "has_contact": ConsentContact.objects.filter(testimony=place.testimony).exists(),
        "correction_form": CorrectionForm(),
        **extra,
    }
    return render(request, "participation/consent.html", context, status=status)


def _act(request: HttpRequest, place: Standing, link: links.Link, now: Any) -> HttpResponse:
    """What a button asks. A withdrawn testimony has no button left, whoever presses one."""
    action, testimony = request.POST.get("action", ""), place.testimony
    if place.state == ConsentState.WITHDRAWN:
        return _page(request, place, link)
    try:
        if action == "withdraw":
            services.withdraw(testimony=testimony, how=ConsentHow.LINK, now=now)
            return redirect(request.path)
        if action == "link":
            return _send_again(request, place, link, now)
        if action == "correct":
            form = CorrectionForm(request.POST)
            if not form.is_valid():
                return _page(request, place, link, status=422, correction_form=form)
            services.ask_correction(testimony=testimony, number=link.number, text=form.cleaned_data["text"], now=now)
            return redirect(f"{request.path}?fait=corriger")
        asked = AnswerForm(request.POST)
        if action != "keep" or not asked.is_valid():
            raise ValidationError("Ce bouton n’existe pas. Rechargez la page.")
        line = services.answer(
            testimony=testimony,
            number=link.number,
            digest=asked.cleaned_data["digest"],
            uses=asked.cleaned_data["uses"],
            now=now,
        )
    except ValidationError as error:
        place = selectors.standing(testimony=testimony, today=timezone.localdate(now))
        return _page(request, place, link, status=422, problem=" ".join(error.messages))
    # The link has served: the person goes on with a fresh one.
    return redirect(f"{links.make(testimony=testimony.uuid, number=line.number, now=now)}?fait=garder")


def _send_again(request: HttpRequest, place: Standing, link: links.Link, now: Any) -> HttpResponse:
    asked = rate_limit.take(
        scope="consent-link", address=place.testimony.uuid.hex, limit=TO_ONE_ADDRESS, window=timedelta(days=1), now=now
    )
    if not asked.allowed:
        return _page(request, place, link, status=429, problem="Nous vous avons déjà envoyé plusieurs liens. Attendez demain.")
    services.send_link(testimony=place.testimony, now=now)
    return redirect(f"{request.path}?fait=lien")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """« Je n’ai plus le lien »: the answer is the same whether the address is known or not."""
    form = LostLinkForm(request.POST or None)
    context = {"meta_title": "Je n’ai plus le lien", "steps": [HOME, TELL], "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "participation/lost_link.html", context, status=422 if form.errors else 200)
    now, email = timezone.now(), form.cleaned_data["email"].lower()
    machine = rate_limit.take(
        scope="consent-lost",
        address=rate_limit.client_address(request),
        limit=FROM_ONE_MACHINE,
        window=timedelta(hours=1),
        now=now,
    )
    if not machine.allowed:
        response = render(request, "participation/lost_link.html", {**context, "wait": True}, status=429)
        response["Retry-After"] = str(machine.retry_after)
        return response
    # Too many for one address: nothing leaves, and the page says the same.
    if rate_limit.take(scope="consent-to", address=email, limit=TO_ONE_ADDRESS, window=timedelta(days=1), now=now).allowed:
        services.send_links_to(email=email, now=now)
    return render(request, "participation/lost_link.html", {**context, "sent": True})
