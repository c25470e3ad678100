"""Questions to the library: words by letter, publications by year, links, and what other rooms show of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, QuerySet
from django.utils.text import slugify

from lilith.accounts.models import Organisation
from lilith.foundation.changes import stamp
from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import OTHER_LETTER, LetterLink, letter_links, sort_key, text_of
from lilith.foundation.slots import GlossaryTerm
from lilith.library.advice.selectors import ReadingWords, reading_words, word_advice_rows, words_to_avoid  # noqa: F401
from lilith.library.enums import PublicationType, ReferenceFormat
from lilith.library.exchange import files
from lilith.library.models import Link, Publication, Term, Video
from lilith.library.words import names_of

GLOSSARY = "/glossaire/"
PUBLICATIONS = "/publications/"
LINKS = "/publications/liens/"
# A definition in a bubble is read at a glance.
LONGEST_EXPLANATION = 320


@dataclass(frozen=True)
class Group:
    """A way into a list: its words, its address (« /glossaire/categorie/<slug>/ »), how many it holds."""

    name: str
    slug: str
    url: str
    count: int


@dataclass(frozen=True)
class Source:
    """Where a fact comes from: a document of the project and the words to look for in it. `url` is empty for an unknown one."""

    title: str
    url: str
    near: str


# Words


def live_terms() -> QuerySet[Term]:
    """Terms that the public sees, in the order of the glossary."""
    return Term.objects.filter(live=True).order_by("slug")


def term_letters() -> list[LetterLink]:
    """The pages of the glossary by letter."""
    # A slug begins with the letter without its accent.
    return letter_links(live_terms().values_list("slug", flat=True), base=GLOSSARY, noun=("mot", "mots"))


def terms_of_letter(*, letter: str) -> QuerySet[Term]:
    """Terms under a letter (« a » to « z », « 0 » for the rest)."""
    if letter == OTHER_LETTER:
        return live_terms().exclude(slug__regex=r"^[a-z]")
    return live_terms().filter(slug__startswith=letter)


def categories() -> list[Group]:
    """The categories of the glossary, by name, with their number of words."""
    rows = Term.objects.filter(live=True).values_list("category").annotate(n=Count("pk")).order_by()
    found = [Group(name, slugify(name), f"{GLOSSARY}categorie/{slugify(name)}/", count) for name, count in rows]
    return sorted(found, key=lambda group: sort_key(group.name))


def category_of(*, slug: str) -> Group | None:
    """The category at this address; None when there is none."""
    return next((group for group in categories() if group.slug == slug), None)


def neighbours_of_term(*, term: Term) -> tuple[Term | None, Term | None]:
    """The words before and after a word in the glossary."""
    before = live_terms().filter(slug__lt=term.slug).order_by("-slug").only("slug", "term").first()
    after = live_terms().filter(slug__gt=term.slug).only("slug", "term").first()
    return before, after


_saved_here = 0


def forget_explained_terms(instance: object) -> None:
    """A term was saved in this process, perhaps in a transaction under way: the words that pages explain are read again."""
    global _saved_here
    if isinstance(instance, Term):
        _saved_here += 1


def glossary_stamp() -> object:
    """Differs whenever `glossary_terms` may give something else."""
    return stamp(), _saved_here


def glossary_terms() -> list[GlossaryTerm]:
    """The words that pages explain where they stand: each term and what it stands for, with its definition as plain text.

    Everyday synonyms are left out: a page that explains « cœur » or « dispensaire » would explain every second word. A form that
    two terms share (RPS) is left to neither.
    """
    terms = list(live_terms().filter(is_demo=False).exclude(definition=""))
    owners: dict[str, int] = {}
    for term in terms:
        for name in names_of(term):
            owners[name.casefold()] = owners.get(name.casefold(), 0) + 1
    found = []
    for term in terms:
        forms = [name for name in names_of(term) if owners[name.casefold()] == 1]
        if not forms:
            continue
        definition = text_of(term.definition).replace("\n", " ")
        if len(definition) > LONGEST_EXPLANATION:
            definition = definition[:LONGEST_EXPLANATION].rsplit(" ", 1)[0] + "…"
        found.append(
            GlossaryTerm(
                term=forms[0],
                url=term.get_absolute_url(),
                definition=definition,
                expansion=term.expansion,
                forms=tuple(forms[1:]),
                lang=term.lang,
            )
        )
    return found


# Publications


def live_publications() -> QuerySet[Publication]:
    """Publications that the public sees, newest first; those without a year last."""
    return Publication.objects.filter(live=True).order_by(F("year").desc(nulls_last=True), "title")


def publication_types() -> list[Group]:
    """The types of publications that exist, in the order of `PublicationType`."""
    counts = dict(Publication.objects.filter(live=True).values_list("type").annotate(n=Count("pk")).order_by())
    return [
        Group(str(PublicationType(value).plural), value, f"{PUBLICATIONS}type-{value}/", counts[value])
        for value in PublicationType.values
        if counts.get(value)
    ]


def publications_by_year(*, publications: Iterable[Publication]) -> list[tuple[str, list[Publication]]]:
    """(year in words, its publications) of a list that is already in order."""
    groups = groupby(publications, key=lambda publication: publication.year)
    return [(str(year) if year else "Sans date", list(rows)) for year, rows in groups]


def neighbours_of_publication(*, publication: Publication) -> tuple[Publication | None, Publication | None]:
    """The publications before and after one in the list by year."""
    order = list(live_publications().values_list("pk", flat=True))
    if publication.pk not in order:
        return None, None
    place = order.index(publication.pk)
    wanted = [order[index] if 0 <= index < len(order) else None for index in (place - 1, place + 1)]
    rows = Publication.objects.only("slug", "title").in_bulk([pk for pk in wanted if pk])
    return (rows.get(wanted[0]) if wanted[0] else None), (rows.get(wanted[1]) if wanted[1] else None)


@dataclass(frozen=True)
class ReferenceFile:
    """References as one file for a reference manager (UTF-8)."""

    text: str
    content_type: str


def reference_file(*, publications: Iterable[Publication], format: ReferenceFormat) -> ReferenceFile:
    """The file of these publications, in their order."""
    return ReferenceFile("".join(files.write(publications, format=format)), f"{files.MEDIA_TYPES[format]}; charset=utf-8")


def sources_of(*, lines: str) -> list[Source]:
    """The documents behind « code : words » lines, with the page of each in the library."""
    pairs = [line.split(" : ", 1) for line in lines_of(lines)]
    codes = {pair[0] for pair in pairs}
    documents = {row.source_code: row for row in Publication.objects.filter(live=True, source_code__in=codes - {""})}
    found = []
    for pair in pairs:
        document = documents.get(pair[0])
        near = pair[1] if len(pair) > 1 else ""
        found.append(Source(document.title if document else pair[0], document.get_absolute_url() if document else "", near))
    return found


# Links and films


def live_links() -> QuerySet[Link]:
    """Links to elsewhere, by label."""
    return Link.objects.filter(live=True).order_by("label")


def videos_of_organisation(*, organisation: Organisation) -> Sequence[Video]:
    """Films that an organisation made."""
    return list(Video.objects.filter(live=True, organisation=organisation).select_related("poster").prefetch_related("tracks"))
