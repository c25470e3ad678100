"""Pages to find practices: facets, near me, side by side, the printed sheet.

`/pratiques/`, `/comparer/` and `/pres-de-chez-moi/` are pages that editors write; these views read the address, then let Wagtail
serve the page, whose place is filled by `page_slots`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.views import serve

from lilith.foundation.page_cache import declare
from lilith.library.enums import ReferenceFormat
from lilith.library.selectors import reference_file
from lilith.practices import selectors
from lilith.practices.models import PracticePage
from lilith.practices.selectors import comparison, dossiers, facets, near, place_names
from lilith.practices.selectors import sheet as sheets
from lilith.territories.models import Departement, Region

HOME = ("Accueil", "/")


def refused(request: HttpRequest, *, title: str, steps: Sequence[tuple[str, str]], **context: Any) -> HttpResponse:
    """A 400 page that says what is wrong in the address, and what exists instead."""
    context.update(title=title, meta_title=title, steps=[HOME, *steps])
    return render(request, "practices/refused.html", context, status=400)


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """`/pratiques/`: all practices, by facets. Empty, repeated or unknown parameters lead to the address without them."""
    words = facets.vocabulary()
    try:
        selection = facets.read_selection(request.GET, words)
        if request.GET and not selection.is_written_as(request.GET):
            return HttpResponseRedirect(selection.url)
        found = facets.find(selection=selection, words=words)
    except facets.UnknownChoiceError as error:
        return _refused_facets(request, error, words)
    request.practices_found = found  # type: ignore[attr-defined]
    response = serve(request, "pratiques/")
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return declare(response, *facets.PARAMS)


def _refused_facets(request: HttpRequest, error: facets.UnknownChoiceError, words: facets.Vocabulary) -> HttpResponse:
    problems = [f"« {value[:60]} » n’existe pas dans « {facet.title} »." for facet, value in error.unknown[:5]]
    if error.page:
        problems.append(f"La page « {error.page[:20]} » n’existe pas dans cette liste.")
    wrong = list(dict.fromkeys(facet for facet, _value in error.unknown))
    lists = [
        (
            facet.title,
            [(label, facets.Selection(values={facet.key: (value,)}).url) for value, label in words[facet.key].items()],
        )
        for facet in wrong
    ]
    return refused(
        request,
        title="Ce choix n’existe pas",
        steps=[("Toutes les pratiques", facets.ADDRESS)],
        problems=problems,
        lists=lists,
        back=("Voir toutes les pratiques", facets.ADDRESS),
    )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`/comparer/?p=…&p=…`: at most four practices on the same rows."""
    try:
        asked = comparison.read_asked(request.GET)
        candidates = comparison.candidates(asked=asked)
    except comparison.BadComparisonError as error:
        return _refused_comparison(request, error)
    request.comparison_asked = asked  # type: ignore[attr-defined]
    request.comparison_candidates = candidates  # type: ignore[attr-defined]
    response = serve(request, "comparer/")
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return declare(response, "p", "theme", "page")


def _refused_comparison(request: HttpRequest, error: comparison.BadComparisonError) -> HttpResponse:
    problems = [f"« {slug[:60]} » n’est le nom d’aucune pratique." for slug in error.unknown]
    if error.too_many:
        problems.append(f"Vous avez choisi {error.too_many} pratiques. Vous pouvez en comparer {comparison.most()} au plus.")
    if error.theme:
        problems.append(f"« {error.theme[:60]} » n’est pas un thème.")
    if error.page:
        problems.append(f"La page « {error.page[:20]} » n’existe pas dans cette liste.")
    titles = comparison.titles_of(slugs=error.known)
    lists = [("Les pratiques trouvées", [(titles[slug], f"/pratiques/{slug}/") for slug in error.known])] if titles else []
    if len(titles) > 1:
        back = (
            f"Comparer {'ces' if not error.too_many else 'les'} {len(titles)} pratiques",
            comparison.address_of(error.known),
        )
    else:
        back = ("Choisir des pratiques à comparer", comparison.address_of(error.known))
    return refused(
        request,
        title="Cette comparaison n’est pas possible",
        steps=[("Comparer", comparison.ADDRESS)],
        problems=problems,
        lists=lists,
        back=back,
    )


@require_safe
def near_me(request: HttpRequest) -> HttpResponse:
    """`/pres-de-chez-moi/`: a place in a reader's words leads to its own address; several or none: the page says so."""
    for name, rows in (("departement", Departement.objects.select_related("region")), ("region", Region.objects.all())):
        asked = request.GET.get(name, "").strip()
        if asked:
            place = rows.filter(slug=asked).first() or rows.filter(pk=asked.upper()).first()
            if place is None:
                return _refused_place(request, asked)
            return HttpResponseRedirect(near.area_of(place).url)
    asked = request.GET.get("lieu", "").strip()
    if asked:
        found = place_names.find_place(asked)
        if len(found.areas) == 1:
            return HttpResponseRedirect(found.areas[0].url)
        request.place_asked = asked[: place_names.LONGEST_PLACE]  # type: ignore[attr-defined]
        request.place_found = found  # type: ignore[attr-defined]
        response = serve(request, "pres-de-chez-moi/")
        # What someone typed is nobody's page: never kept.
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
    return declare(serve(request, "pres-de-chez-moi/"), "lieu", "departement", "region")


def _refused_place(request: HttpRequest, asked: str) -> HttpResponse:
    return refused(
        request,
        title="Ce lieu n’existe pas",
        steps=[("Près de chez moi", near.ADDRESS)],
        problems=[f"« {asked[:60]} » n’est ni un département, ni une région."],
        lists=[],
        back=("Choisir dans la liste", near.ADDRESS),
    )


@require_safe
def near_departement(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known in a département."""
    return _near(request, near.area_of(get_object_or_404(Departement.objects.select_related("region"), slug=slug)))


@require_safe
def near_region(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known in a region. One that is a département too, overseas, has one address: that of the département."""
    area = near.area_of(get_object_or_404(Region, slug=slug))
    alone = Departement.objects.select_related("region").filter(slug=area.slug, region=area.code).first()
    if alone is not None:
        return HttpResponsePermanentRedirect(near.area_of(alone).url)
    return _near(request, area)


def _near(request: HttpRequest, area: near.Area) -> HttpResponse:
    around = near.neighbourhood(area=area)
    steps = [HOME, ("Près de chez moi", near.ADDRESS)]
    if not area.is_region and not area.is_alone:
        region = near.area_of(area.region)
        steps.append((region.name, region.url))
    context = {
        "area": area,
        "near": near.near(area=area),
        "around": around,
        "all_url": f"{facets.ADDRESS}?region={area.region.slug}",
        "steps": steps,
        "meta_title": f"{area.label} : près de chez moi",
        "meta_description": f"Ce que nos documents disent des pratiques qui existent ici : {area.label}.",
        "updated_on": around.updated_on,
        "record": {"updated_on": around.updated_on},
        "previous_page": around.previous,
        "next_page": around.following,
    }
    return declare(render(request, "practices/near_area.html", context))


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """`/pratiques/<id>/fiche/`: two sheets of paper about a practice."""
    practice = PracticePage.objects.live().filter(slug=slug).first()
    if practice is None:
        raise Http404
    context = sheets.sheet_context(practice=practice, today=timezone.localdate())
    return declare(render(request, "practices/sheet.html", context))


@require_safe
def easy_read(request: HttpRequest, slug: str) -> HttpResponse:
    """`/pratiques/<id>/facile/`: the easy-to-read version, alone on its page; there is none until a group has read it."""
    rows = PracticePage.objects.live().public().select_related("falc_group")
    page = rows.filter(slug=slug).first()
    if page is None or not page.has_easy_read:
        raise Http404
    return declare(render(request, "practices/easy_read.html", page.easy_read_context(request)))


@require_safe
def proofs(request: HttpRequest, slug: str) -> HttpResponse:
    """`/pratiques/<id>/preuves/`: the whole dossier of evidence. A practice that has none leads to what its own page says."""
    page = PracticePage.objects.live().public().filter(slug=slug).select_related("dossier").first()
    if page is None:
        raise Http404
    dossier = dossiers.public_dossier(page)
    if dossier is None:
        return HttpResponseRedirect(f"/pratiques/{page.slug}/#niveau-3")
    theme = selectors.principal_theme_of(page)
    context = dossiers.proofs_context(practice=page, dossier=dossier, theme=theme)
    return declare(render(request, "practices/proofs.html", context))


@require_safe
def references(request: HttpRequest, slug: str, format: str) -> HttpResponse:  # noqa: A002
    """`/pratiques/<id>/references.<format>`: every publication of a practice, for a reference manager."""
    page = PracticePage.objects.live().public().filter(slug=slug).only("slug").first()
    if page is None or format not in ReferenceFormat.values:
        raise Http404
    cited = page.publications.filter(live=True).order_by("-year", "title")
    file = reference_file(publications=cited, format=ReferenceFormat(format))
    response = HttpResponse(file.text, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.{format}"'
    return declare(response)


@require_safe
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """`/pratiques/<id>/`: the page that Wagtail would serve, found in one query instead of one a step of the tree.

    A page that is not public, or not there, is left to Wagtail, which knows about restrictions and redirects.
    """
    rows = PracticePage.objects.live().public().filter(slug=slug).select_related("image", "dossier")
    page = selectors.with_presence(rows).first()
    if page is None:
        return serve(request, f"pratiques/{slug}/")
    return page.serve(request)
