"""Addresses that programs read."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from lilith.foundation.page_cache import varies_on
from lilith.foundation.templatetags.structured import absolute
from lilith.opendata.feeds import atom, calendars, sitemaps

# What is not for search engines: the back office, accounts, and the results of other people's searches.
CLOSED = ("/redaction/", "/compte/", "/mon-espace/", "/recherche/?", "/comparer/?", "/pratiques/?", "/pres-de-chez-moi/?")


@varies_on()
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """One feed, in Atom."""
    found = atom.all_feeds().get(name)
    if found is None:
        raise Http404
    return HttpResponse(atom.render(found), content_type="application/atom+xml; charset=utf-8")


@varies_on()
def agenda(request: HttpRequest) -> HttpResponse:
    """Every date of the agenda, for a calendar program to follow."""
    body = calendars.render(calendars.all_entries(), name="Agenda de lilith")
    return _calendar(body, "agenda-lilith.ics")


@varies_on()
def agenda_entry(request: HttpRequest, key: str) -> HttpResponse:
    """One date of the agenda."""
    entry = calendars.entry_of(key=key)
    if entry is None:
        raise Http404
    return _calendar(calendars.render([entry], name=entry.title), f"{key}.ics")


def _calendar(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@varies_on("p")
def sitemap(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """Every public address, or an index of the sections when there are too many for one file."""
    found = sitemaps.sections()
    if section is None and sitemaps.is_long(found):
        response = sitemap_views.index(request, sitemaps=found, sitemap_url_name="sitemap-section")
    else:
        response = sitemap_views.sitemap(request, sitemaps=found, section=section)
    response.render()
    return response


@varies_on()
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: everything that is public."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@varies_on()
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116)."""
    return HttpResponse(security_text(now=timezone.now()), content_type="text/plain; charset=utf-8")


def security_text(*, now: datetime) -> str:
    """The text of security.txt at `now`. It says that it ends within the year, so that a forgotten site is not believed."""
    contact = settings.SECURITY_CONTACT or absolute("/qui-sommes-nous/#nous-ecrire")
    expires = (now + timedelta(days=180)).astimezone(ZoneInfo("UTC")).replace(hour=0, minute=0, second=0, microsecond=0)
    return "\n".join(
        [
            f"Contact: {contact}",
            f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
            "Preferred-Languages: fr, en",
            f"Canonical: {absolute('/.well-known/security.txt')}",
            "",
        ]
    )
