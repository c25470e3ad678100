"""Pages of the library: the glossary, publications, links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lilith.foundation.fields import lines_of
from lilith.foundation.page_cache import varies_on
from lilith.foundation.selectors import letter_of, page_of, page_words, shown_letter, text_of
from lilith.foundation.slots import Place
from lilith.foundation.templatetags.structured import absolute
from lilith.library import citations, csl, selectors
from lilith.library.enums import ReferenceFormat
from lilith.library.models import Publication, Term

HOME = ("Accueil", "/")
GLOSSARY = ("Glossaire", selectors.GLOSSARY)
PUBLICATIONS = ("Publications", selectors.PUBLICATIONS)


@varies_on()
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One word: its definition, its other names, and where it is used."""
    record = get_object_or_404(selectors.live_terms().prefetch_related("also"), slug=slug)
    previous, following = selectors.neighbours_of_term(term=record)
    letter = letter_of(record.slug)
    return render(
        request,
        "library/term.html",
        {
            "term": record,
            "meta_title": f"{record.term} : définition",
            "meta_description": text_of(record.definition).replace("\n", " ")[:300],
            "updated_on": record.updated_on,
            "steps": [HOME, GLOSSARY, (f"Lettre {shown_letter(letter)}", f"{selectors.GLOSSARY}lettre-{letter}/")],
            "synonyms": lines_of(record.synonyms),
            "also": [other for other in record.also.all() if other.live],
            "category": next((group for group in selectors.categories() if group.name == record.category), None),
            "sources": selectors.sources_of(lines=record.sources),
            "previous_page": previous,
            "next_page": following,
            "structured": _term_data(record),
        },
    )


def _term_data(record: Term) -> dict[str, object]:
    data = {
        "@type": "DefinedTerm",
        "name": record.term,
        "alternateName": record.expansion,
        "description": text_of(record.definition).replace("\n", " "),
        "url": absolute(record.get_absolute_url()),
        "inLanguage": "fr",
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": "Glossaire de lilith", "url": absolute(selectors.GLOSSARY)},
    }
    return {key: value for key, value in data.items() if value}


@varies_on()
def letter(request: HttpRequest, letter: str, number: int = 1) -> HttpResponse:
    """The words under one letter."""
    terms = selectors.terms_of_letter(letter=letter)
    links = selectors.term_letters()
    shown = shown_letter(letter)
    if not any(link.letter == shown for link in links):
        raise Http404
    firsts = [link for link in links if link.number == 1]
    place = [link.letter for link in firsts].index(shown)
    return _terms_page(
        request,
        terms=terms,
        number=number,
        title=f"Glossaire, lettre {shown}",
        current=f"Lettre {shown}",
        base=f"{selectors.GLOSSARY}lettre-{letter}/",
        extra={
            "letters": links,
            "letter": shown,
            "previous_page": _letter_place(firsts, place - 1),
            "next_page": _letter_place(firsts, place + 1),
            "previous_label": "Lettre précédente",
            "next_label": "Lettre suivante",
        },
    )


def _letter_place(links: list, index: int) -> Place | None:
    return Place(f"Lettre {links[index].letter}", links[index].url) if 0 <= index < len(links) else None


@varies_on()
def category(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """The words of one category."""
    groups = selectors.categories()
    group = next((known for known in groups if known.slug == slug), None)
    if group is None:
        raise Http404
    place = groups.index(group)
    neighbours = [groups[index] if 0 <= index < len(groups) else None for index in (place - 1, place + 1)]
    return _terms_page(
        request,
        terms=selectors.live_terms().filter(category=group.name),
        number=number,
        title=f"Glossaire : {group.name}",
        current=group.name[:1].upper() + group.name[1:],
        base=group.url,
        extra={
            "categories": groups,
            "category": group,
            "previous_page": _group_place(neighbours[0]),
            "next_page": _group_place(neighbours[1]),
            "previous_label": "Sujet précédent",
            "next_label": "Sujet suivant",
        },
    )


def _group_place(group: selectors.Group | None) -> Place | None:
    return Place(group.name[:1].upper() + group.name[1:], group.url) if group else None


def _terms_page(
    request: HttpRequest, *, terms: object, number: int, title: str, current: str, base: str, extra: dict[str, object]
) -> HttpResponse:
    page = page_of(terms, number=number)
    dates = [record.updated_on for record in page if record.updated_on]
    return render(
        request,
        "library/terms.html",
        {
            "terms": page,
            "page_obj": page,
            "meta_title": title + page_words(number=number),
            "heading": title,
            "meta_description": f"{title} : {', '.join(record.term for record in page)[:220]}.",
            "updated_on": max(dates, default=None),
            "foot": {"updated_on": max(dates, default=None)},
            "steps": [HOME, GLOSSARY],
            "current": current + page_words(number=number),
            "base": base,
            **extra,
        },
    )


@varies_on()
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """One publication: what it is in plain words, how to cite it, what is missing, which practices cite it."""
    record = get_object_or_404(selectors.live_publications(), slug=slug)
    previous, following = selectors.neighbours_of_publication(publication=record)
    return render(
        request,
        "library/publication.html",
        {
            "publication": record,
            "short_title": _short(record.title),
            "meta_title": f"{_short(record.title)} ({record.get_type_display()})",
            "meta_description": record.plain_summary or f"{record.get_type_display()} cité par lilith.",
            "updated_on": record.updated_on,
            "steps": [HOME, PUBLICATIONS],
            "type_group": next((group for group in selectors.publication_types() if group.slug == record.type), None),
            "authors": citations.authors_of(record),
            "cited": csl.citations_of(record),
            "formats": ReferenceFormat.choices,
            "identifiers": _identifiers(record),
            "text_url": citations.text_url(record),
            "highwire": citations.highwire(record),
            "study": _study(record),
            "missing": lines_of(record.missing),
            "sources": selectors.sources_of(lines=record.sources),
            "previous_page": previous,
            "next_page": following,
            "structured": citations.structured(record),
        },
    )


def _short(title: str) -> str:
    """A title that fits in a tab; it stays whole on the page."""
    return title if len(title) <= 110 else title[:110].rsplit(" ", 1)[0] + "…"


def _study(record: Publication) -> list[tuple[str, str]]:
    rows = [
        ("Question", record.question),
        ("Méthode", record.study_design),
        ("De qui elle parle", record.population),
        ("Pays", record.country),
        ("Lieu", record.place),
        ("Période", record.period),
        ("Taille", record.size),
        ("Participants", f"{record.participants:n}" if record.participants is not None else ""),
        ("Résultat", record.result),
        ("Financement", record.funder),
        ("État", record.state),
    ]
    return [(label, text) for label, text in rows if text]


def _identifiers(record: Publication) -> list[tuple[str, str, str]]:
    """(name, identifier, address or nothing) of what tells this text from another."""
    rows = [
        ("DOI", record.doi, citations.text_url(record) if record.doi else ""),
        ("PubMed", record.pmid, citations.pubmed_url(record)),
        ("HAL", record.hal_id, citations.hal_url(record)),
        ("ISBN", record.isbn, ""),
        ("ISSN", record.issn, ""),
    ]
    return [row for row in rows if row[1]]


@varies_on()
def reference(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """The reference of one publication, for a reference manager."""
    if format not in ReferenceFormat.values:
        raise Http404
    record = get_object_or_404(selectors.live_publications(), slug=slug)
    file = selectors.reference_file(publications=[record], format=ReferenceFormat(format))
    response = HttpResponse(file.text, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{record.slug}.{format}"'
    return response


@varies_on()
def publications(request: HttpRequest, type_code: str = "", number: int = 1) -> HttpResponse:
    """The next pages of the list, and the publications of one type."""
    groups = selectors.publication_types()
    group = next((known for known in groups if known.slug == type_code), None)
    if type_code and group is None:
        raise Http404
    rows = selectors.live_publications()
    page = page_of(rows.filter(type=type_code) if group else rows, number=number)
    title = f"Publications : {group.name.lower()}" if group else "Publications"
    dates = [record.updated_on for record in page if record.updated_on]
    return render(
        request,
        "library/publications.html",
        {
            "meta_title": title + page_words(number=number),
            "heading": title,
            "meta_description": f"{title}{page_words(number=number)} : les textes cités dans les pages de lilith.",
            "updated_on": max(dates, default=None),
            "foot": {"updated_on": max(dates, default=None)},
            "steps": [HOME, PUBLICATIONS],
            "current": (group.name if group else "Toutes") + page_words(number=number),
            "groups": groups,
            "group": group,
            "page_obj": page,
            "years": selectors.publications_by_year(publications=page),
            "base": group.url if group else selectors.PUBLICATIONS,
        },
    )


@varies_on()
def links(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Sites and documents elsewhere."""
    page = page_of(selectors.live_links(), number=number)
    dates = [record.updated_on for record in page if record.updated_on]
    return render(
        request,
        "library/links.html",
        {
            "meta_title": "Liens utiles" + page_words(number=number),
            "meta_description": f"Les sites et les documents cités par lilith{page_words(number=number)}.",
            "updated_on": max(dates, default=None),
            "foot": {"updated_on": max(dates, default=None)},
            "steps": [HOME, PUBLICATIONS],
            "current": "Liens utiles" + page_words(number=number),
            "page_obj": page,
            "base": selectors.LINKS,
        },
    )
