"""What a reader finds on the page of a practice."""

import re

import pytest

from lilith.library.models import Publication
from lilith.practices.enums import DocumentsLevel, LinkKind, SiteScope, SiteState, Status, StatusBasis
from lilith.practices.models import PracticePage
from lilith.practices.selectors import evidence_signal, france_signal, rights_signal
from lilith.practices.tests.tree import TODAY, Tree, related, replaces
from lilith.territories.models import Departement
from lilith.territories.services import load_reference_geography

pytestmark = pytest.mark.django_db
LEVEL_TEXTS = {
    "essential": "<p>Niveau un, pour tous.</p>",
    "how": "<p>Niveau deux, pas à pas.</p>",
    "studies_say": "<p>Niveau trois, les études.</p>",
    "reading_note": "<p>Niveau quatre, les textes.</p>",
    "who_does": "<p>Niveau cinq, les équipes.</p>",
}


@pytest.fixture
def tree():
    return Tree()


@pytest.fixture
def housing(tree):
    return tree.theme("logement")


def read(client, practice) -> str:
    response = client.get(f"/pratiques/{practice.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_a_reader_without_javascript_reads_the_five_levels(client, tree, housing):
    html = read(client, tree.practice("un-toit", housing, **LEVEL_TEXTS))
    for number, text in enumerate(LEVEL_TEXTS.values(), start=1):
        level = html[html.index(f'id="niveau-{number}"') :]
        assert text in level[: level.index("</details>")]
    assert html.count('<details class="niv"') == 5
    assert html.count('<details class="niv" open>') == 1


def test_a_reader_goes_on_and_back_from_every_level(client, tree, housing):
    html = main_of(read(client, tree.practice("un-toit", housing, **LEVEL_TEXTS)))
    links = [re.findall(r'href="(#[^"]+)"', part) for part in re.findall(r'<p class="suite">(.*?)</p>', html, re.DOTALL)]
    assert links == [
        ["#niveau-2"],
        ["#niveau-1", "#niveau-3"],
        ["#niveau-2", "#niveau-4"],
        ["#niveau-3", "#niveau-5"],
        ["#niveau-4", "#contenu"],
    ]


def test_texts_say_their_level_to_the_reading_checker(client, tree, housing):
    html = read(client, tree.practice("un-toit", housing, **LEVEL_TEXTS))
    assert re.findall(r'id="niveau-(\d)" data-niveau="(\d)"', html) == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "3"),
        ("5", "3"),
    ]


def test_a_practice_known_from_documents_never_looks_perfect(tree, housing):
    practice = tree.practice("un-toit", housing, documents_level=DocumentsLevel.STRONG)
    signal = evidence_signal(practice)
    assert signal.bar == "prov n4 k3"
    assert signal.word == "D’après les documents\u00a0: probante"


def test_an_appraised_practice_is_said_proven_without_hatching(tree, housing):
    practice = tree.practice("un-toit", housing)
    practice.status, practice.status_basis = Status.PROVEN, StatusBasis.APPRAISAL
    signal = evidence_signal(practice)
    assert (signal.bar, signal.word, signal.detail) == ("plein n4 k4", "Probante", "D’après une évaluation critique.")


def test_an_unassessed_practice_says_so_plainly(tree, housing):
    signal = evidence_signal(tree.practice("un-toit", housing))
    assert (signal.bar, signal.short) == ("vide n4", "à évaluer")


def test_rights_are_dashed_until_someone_has_looked(client, tree, housing):
    assert rights_signal().bar == "vide n5"
    html = read(client, tree.practice("un-toit", housing))
    said = (
        '<span class="b vide n5" aria-hidden="true"></span><p class="prec"><strong class="mot-cle">Pas encore regardés</strong>'
    )
    assert html.count(said) == 1


def sites(*states: str, scope: str = SiteScope.PLACE):
    from lilith.practices.models import KnownSite

    return [KnownSite(place=f"Lieu {index}", scope=scope, state=state) for index, state in enumerate(states)]


def test_places_are_counted_by_state_without_a_total_to_reach():
    signal = france_signal(sites(SiteState.RUNNING, SiteState.RUNNING, SiteState.PLANNED), "fin 2019")
    assert (signal.bar, signal.word) == ("plein n3 k2", "3 lieux connus")
    assert signal.detail == "2 en activité, 1 prévu. État\u00a0: fin 2019."


def test_one_or_two_places_are_named():
    assert france_signal(sites(SiteState.RUNNING, SiteState.NAMED)).short == "Lieu 0, Lieu 1"


def test_no_known_place_is_dashed_not_empty():
    assert france_signal([]).bar == "vide n3"
    assert france_signal(sites(SiteState.RUNNING, scope=SiteScope.ABROAD)).word == "Aucun lieu connu"


def test_a_practice_of_the_whole_country_says_so():
    assert france_signal(sites(SiteState.RUNNING, scope=SiteScope.FRANCE)).word == "Toute la France"


def test_places_are_listed_by_state_and_drawn_on_a_map(client, tree, housing):
    load_reference_geography()
    lille = Departement.objects.get(code="59")
    reunion = Departement.objects.get(code="974")
    practice = tree.practice(
        "un-toit", housing,
        sites=(
            {"place": "Lille", "departement": lille, "state": SiteState.RUNNING, "note": "pérennisé mi-2018"},
            {"place": "Saint-Denis", "departement": reunion, "state": SiteState.PLANNED},
            {"place": "New York", "scope": SiteScope.ABROAD, "country": "États-Unis", "state": SiteState.NAMED},
        ),
    )  # fmt: skip
    html = read(client, practice)
    assert "<li>Lille (Nord)\u00a0: pérennisé mi-2018</li>" in html
    assert "<li>Saint-Denis (La Réunion)</li>" in html
    assert "<li>New York, États-Unis</li>" in html
    # Only the mainland is drawn: one point, and no point for what is overseas or abroad.
    drawing = html[html.index('<svg class="carte"') :]
    assert re.findall(r'class="pt (\w+)"', drawing[: drawing.index("</svg>")]) == ["plein"]


def test_headings_without_a_fact_are_listed_once(client, tree, housing):
    html = read(
        client, tree.practice("un-toit", housing, problem="<p>x</p>", how="<p>x</p>", principles="<p>x</p>", funding="<p>x</p>")
    )
    said = "Nos documents ne disent rien sur ces points\u00a0: la genèse, les prérequis, l’organisation, l’évaluation, les freins, les facteurs de succès, l’histoire et les enjeux."
    assert html.count(said) == 1


def test_source_documents_are_named_never_their_codes(client, tree, housing):
    Publication.objects.create(slug="document-s0", title="Dossier de candidature", type="document", source_code="s0")
    practice = tree.practice("un-toit", housing, sources="s0 : cahier des charges\ns0 : équipe", ambiguities="s0 cite Paris.")
    html = main_of(read(client, practice))
    assert '<a href="/publications/document-s0/">Dossier de candidature</a>' in html
    assert "«\u00a0cahier des charges\u00a0», «\u00a0équipe\u00a0»" in html
    assert "<li>Le dossier de candidature de Lilith cite Paris.</li>" in html
    assert not re.search(r"\bs0\b", re.sub(r"<[^>]+>", "", html))


def test_related_practices_are_grouped_from_both_ends(client, tree, housing):
    practice, other, hidden = (tree.practice(slug, housing) for slug in ("un-toit", "un-pair", "retiree"))
    related(practice, hidden, LinkKind.SEE_ALSO)
    related(other, practice, LinkKind.PREREQUISITE, why="Il faut un toit d’abord.")
    PracticePage.objects.filter(pk=hidden.pk).update(live=False)
    html = read(client, practice)
    group = html[html.index("<dt>Il faut cette pratique avant</dt>") :]
    assert (
        '<a href="/pratiques/un-pair/">Un pair</a> <span class="soft">Il faut un toit d’abord.</span>'
        in group[: group.index("</dl>")]
    )
    assert "/pratiques/retiree/" not in main_of(html[: html.index('class="pages"')] + "</main>")


def test_what_a_practice_may_reduce_leads_there_and_back(client, tree, housing):
    practice = tree.practice("un-toit", housing)
    isolation = tree.reduced("isolement", "L’isolement")
    replaces(practice, isolation, "On reste chez soi.")
    assert '<a href="/a-reduire/isolement/">L’isolement</a>' in read(client, practice)
    html = client.get("/a-reduire/isolement/").content.decode()
    assert '<a href="/pratiques/un-toit/">Un toit</a>' in html
    assert "On reste chez soi." in html


def test_the_breadcrumb_goes_through_the_first_theme_of_life(client, tree, housing):
    recovery = tree.theme("retablissement", care=True)
    html = read(client, tree.practice("un-toit", recovery, housing))
    crumbs = html[html.index('aria-label="Fil d’Ariane"') :]
    crumbs = crumbs[: crumbs.index("</nav>")]
    assert re.findall(r'href="([^"]+)"', crumbs) == ["/", "/parcours-de-vie/", "/parcours-de-vie/logement/"]
    assert '<span aria-current="page">Un toit</span>' in crumbs


def test_a_practice_of_care_only_hangs_under_care(client, tree):
    crisis = tree.theme("crise", care=True)
    html = read(client, tree.practice("une-equipe", crisis))
    assert '<main id="contenu" class="wrap page soins">' in html
    assert '<a class="s" href="/parcours-de-soins/" aria-current="true">' in html


def test_previous_and_next_stay_in_the_theme_by_name(client, tree, housing):
    other = tree.theme("crise", care=True)
    for slug in ("alpha", "gamma", "beta"):
        tree.practice(slug, housing)
    tree.practice("bb", other)
    html = read(client, PracticePage.objects.get(slug="beta"))
    assert re.findall(r'<a(?: class="vers")? rel="(?:prev|next)" href="([^"]+)"', html) == [
        "/pratiques/alpha/",
        "/pratiques/gamma/",
    ]


def test_a_text_overdue_for_review_says_so(client, tree, housing):
    from datetime import date

    html = read(client, tree.practice("un-toit", housing, next_review_on=date(2020, 9, 1)))
    assert "À revoir depuis le 1er septembre 2020." in html
    assert "À revoir depuis" not in read(client, tree.practice("un-autre", housing, next_review_on=date(2999, 1, 1)))


def test_every_practice_says_in_what_state_its_text_is(client, tree, housing):
    assert "Version de lancement." in read(client, tree.practice("un-toit", housing))


def test_a_withdrawn_practice_is_not_found(client, tree, housing):
    practice = tree.practice("un-toit", housing)
    PracticePage.objects.filter(pk=practice.pk).update(live=False)
    assert client.get("/pratiques/un-toit/").status_code == 404


def test_a_private_practice_is_not_shown_to_everyone(client, tree, housing):
    from wagtail.models import PageViewRestriction

    practice = tree.practice("un-toit", housing)
    PageViewRestriction.objects.create(page=practice, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/pratiques/un-toit/").status_code == 302


def test_a_practice_without_theme_still_has_a_page(client, tree):
    assert '<a href="/pratiques/">Toutes les pratiques</a>' in read(client, tree.practice("sans-theme"))


def test_a_practice_costs_at_most_fifteen_queries(client, tree, housing, django_assert_max_num_queries):
    practice, other = tree.practice("un-toit", housing, **LEVEL_TEXTS), tree.practice("un-pair", housing)
    related(practice, other, LinkKind.SEE_ALSO)
    replaces(practice, tree.reduced("isolement", "L’isolement"), "x")
    read(client, practice)
    with django_assert_max_num_queries(15):
        read(client, practice)


def test_the_date_of_the_text_is_a_date_for_machines_too(client, tree, housing):
    html = read(client, tree.practice("un-toit", housing, updated_on=TODAY))
    assert '<dt>Mis à jour le</dt><dd><time datetime="2026-11-22">22 novembre 2026</time></dd>' in html
    assert '"dateModified":"2026-11-22"' in html
