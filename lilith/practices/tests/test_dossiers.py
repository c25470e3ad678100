"""What a reader finds of the evidence and the rights of a practice: on its page, in lists, on paper, in full."""

from __future__ import annotations

import re

import pytest

from lilith.accounts.enums import Role
from lilith.evidence.enums import (
    FranceEvidence,
    LeftOutReason,
    Measure,
    RightsDimension,
    RightsLevel,
    RightsVoice,
    StudyDecision,
)
from lilith.evidence.models import Dossier, Rating
from lilith.evidence.services import record_verdict, sign_rights, withdraw_rating
from lilith.evidence.tests.cast import LATER, Cast, a_person
from lilith.evidence.tests.rows import NOW, a_dossier, a_line, a_study, an_outcome
from lilith.library.models import Publication
from lilith.practices.enums import LinkKind, SiteState
from lilith.practices.models import PracticePage
from lilith.practices.tests.pages import Site
from lilith.practices.tests.tree import related, replaces

pytestmark = pytest.mark.django_db
COUNTS = {
    "event_words": "sont encore logées", "events_with": 82, "total_with": 100, "events_without": 31, "total_without": 100,
}  # fmt: skip


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def practice(site):
    return site.practice("un-toit", site.theme("logement"), sites=({"place": "Lille", "state": SiteState.RUNNING},))


def tied(practice: PracticePage, dossier: Dossier) -> PracticePage:
    """The practice with this dossier, as an editor publishes it."""
    practice.dossier = dossier
    practice.save_revision().publish()
    return PracticePage.objects.get(pk=practice.pk)


def read(client, path: str = "/pratiques/un-toit/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    """The text of the main part, as it is read."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", main)).replace(" .", ".")


def published(practice: PracticePage, **first: int) -> Cast:
    """An appraisal taken by its people to its publication; `first`: what the first reader takes away, by domain."""
    cast = Cast()
    line = cast.line
    for name, value in COUNTS.items():
        setattr(line, name, value)
    line.save()
    tied(practice, cast.dossier)
    cast.published(**first)
    return cast


def sign(dossier: Dossier, dimension: RightsDimension, committee: RightsLevel | None, panel: RightsLevel | None) -> None:
    """Each voice signs its level; None: it does not sign."""
    for voice, role, level in (
        (RightsVoice.COMMITTEE, Role.COMMITTEE, committee),
        (RightsVoice.LIVED_EXPERIENCE, Role.LIVED_EXPERIENCE, panel),
    ):
        if level is not None:
            person = a_person(f"{role}-{dimension}-{dossier.slug}", role)
            why = f"Voix de {voice.label}."
            sign_rights(
                dossier=dossier, dimension=dimension, voice=voice, level=level, justification=why, by=person, now=NOW
            )  # fmt: skip


# On the page of a practice


def test_a_practice_without_dossier_says_what_an_appraisal_would_take(client, practice):
    html = read(client)
    text = words(html)
    assert "Non évaluée." in text
    assert "Il faut d’abord choisir les résultats qui comptent le plus pour les personnes, chercher les études" in text
    assert 'href="/evaluations/"' in html
    assert 'href="/evaluations/methode/"' in html
    assert "/preuves/" not in html
    assert "Un niveau donné par Lilith n’est pas une recommandation de la HAS." in text


def test_a_dossier_from_documents_says_each_outcome_in_words_and_that_nobody_judged_it(client, practice):
    dossier = a_dossier(
        origin_note="New York, en 1990.", france_evidence=FranceEvidence.DESCRIPTIVE, not_studied_for="Mineurs\nFamilles"
    )
    a_line(dossier, an_outcome("logement", "Maintien"), result_words="Elles restent chez elles.")
    a_line(dossier, an_outcome("emploi", "Emploi", 1), direction="unknown")
    tied(practice, dossier)
    html = read(client)
    text = words(html)
    assert "Maintien, dit simplement\u00a0: mieux Elles restent chez elles." in text
    assert "Emploi, dit simplement\u00a0: pas dit" in text
    assert html.count('<p class="certitude vide n4">Certitude\u00a0: non jugée</p>') == 2
    assert "Preuves d’origine\u00a0: pas encore jugées. New York, en 1990." in text
    assert "Preuves en France\u00a0: une description, sans mesure d’effet." in text
    assert "Présence en France\u00a0: 1 lieu connu." in text
    assert "Pas étudiée pour\u00a0: Mineurs et Familles." in text
    assert 'href="/pratiques/un-toit/preuves/"' in html


def test_a_rated_outcome_shows_two_groups_of_a_hundred_and_every_step_with_both_readers(client, practice):
    published(practice, risk_of_bias=1)
    html = read(client)
    text = words(html)
    level3 = html[html.index('id="niveau-3"') : html.index('id="niveau-4"')]
    assert level3.count('<svg class="cases"') == 2
    assert "Avec\u00a0: 82 sur 100" in text
    assert "Sans\u00a0: 31 sur 100" in text
    assert "Sur 100 personnes accompagnées, 82 sont encore logées, contre 31 sans cet accompagnement." in text
    assert '<p class="certitude plein n4 k3">Certitude de l’ensemble\u00a0: modérée</p>' in html
    steps = level3[level3.index("Pourquoi ce niveau") :]
    assert "on part d’une certitude élevée" in steps
    assert "Risque de biais\u00a0: moins 1 niveau." in steps
    assert "Première lecture" in steps
    assert "Deuxième lecture" in steps
    assert "Personne n’a encore jugé" not in text


def test_a_withdrawn_rating_leaves_the_page(client, practice):
    published(practice)
    withdraw_rating(rating=Rating.objects.get(), reason="Un essai était faux.", now=LATER)
    html = read(client)
    assert "Certitude de l’ensemble" not in html
    assert "Certitude\u00a0: non jugée" in html


def test_a_dossier_offline_or_of_the_demonstration_is_not_shown(client, practice):
    tied(practice, a_dossier(origin_note="New York.", live=False))
    assert "New York." not in read(client)
    Dossier.objects.update(live=True, is_demo=True)
    assert "New York." not in read(client)
    assert client.get("/pratiques/un-toit/preuves/")["Location"] == "/pratiques/un-toit/#niveau-3"


def test_a_rated_practice_still_costs_at_most_fifteen_queries(client, practice, site, django_assert_max_num_queries):
    cast = published(practice)
    sign(cast.dossier, RightsDimension.INCLUSION, RightsLevel.RESPECTS, RightsLevel.RESPECTS)
    related(practice, site.practice("un-pair"), LinkKind.SEE_ALSO)
    replaces(practice, site.reduced("isolement", "L’isolement"), "x")
    read(client)
    with django_assert_max_num_queries(15):
        read(client)


# The rights


def test_rights_are_read_cell_by_cell_with_a_word_for_each(client, practice):
    dossier = a_dossier()
    tied(practice, dossier)
    sign(dossier, RightsDimension.CAPACITY, RightsLevel.STRENGTHENS, RightsLevel.RESPECTS)
    sign(dossier, RightsDimension.NO_COERCION, RightsLevel.RESPECTS, RightsLevel.THREATENS)
    sign(dossier, RightsDimension.PARTICIPATION, RightsLevel.MIXED, RightsLevel.MIXED)
    sign(dossier, RightsDimension.INCLUSION, RightsLevel.THREATENS, RightsLevel.THREATENS)
    html = read(client)
    text = words(html)
    assert '<span class="b cinq n5 c1p c2h c3h c4m c5v" aria-hidden="true"></span>' in html
    assert "1 respecté, 2 nuancés, 1 menacé, 1 à regarder" in text
    assert "Renforce ou respecte\u00a0: choix et capacité juridique. Avis partagés\u00a0: absence de contrainte." in text
    rights = text[text.index("Les droits Deux voix") :]
    assert "Comité scientifique\u00a0: respecte. Voix de comité scientifique." in rights
    assert "Signé\u00a0: comité scientifique, le 22 novembre 2026." in rights
    assert "Groupe des personnes concernées\u00a0: menace." in rights
    assert "Rétablissement Pas encore regardé" in rights


def test_one_voice_alone_changes_nothing_for_readers(client, practice):
    dossier = a_dossier()
    tied(practice, dossier)
    sign(dossier, RightsDimension.CAPACITY, RightsLevel.THREATENS, None)
    html = read(client)
    assert '<span class="b vide n5" aria-hidden="true"></span>' in html
    assert "Voix de" not in html
    assert "menace" not in words(html)


def test_rights_are_on_cards_side_by_side_and_on_paper(client, practice, site):
    dossier = a_dossier()
    tied(practice, dossier)
    site.practice("un-pair")
    for dimension in RightsDimension:
        sign(dossier, dimension, RightsLevel.RESPECTS, RightsLevel.RESPECTS)
    bar = "cinq n5 c1p c2p c3p c4p c5p"
    for path in (
        "/pratiques/", "/parcours-de-vie/logement/", "/comparer/?p=un-toit&p=un-pair", "/pratiques/un-toit/fiche/",
    ):  # fmt: skip
        html = read(client, path)
        assert html.count(bar) == 1, path
        assert "5 respectés" in html, path


def test_practices_are_found_by_a_right_that_both_voices_find_respected(client, practice, site):
    other = site.practice("un-pair")
    dossier, second = a_dossier(), a_dossier("pair")
    tied(practice, dossier)
    tied(other, second)
    assert "Aucune pratique n’a encore de profil signé." in read(client, "/pratiques/")
    sign(dossier, RightsDimension.INCLUSION, RightsLevel.STRENGTHENS, RightsLevel.RESPECTS)
    sign(dossier, RightsDimension.RECOVERY, RightsLevel.RESPECTS, RightsLevel.MIXED)
    sign(second, RightsDimension.INCLUSION, RightsLevel.RESPECTS, None)
    html = read(client, "/pratiques/")
    assert re.findall(r'name="droit" value="(\w+)">[^<]+ \((\d+)\)</label>', html) == [("inclusion", "1")]
    found = read(client, "/pratiques/?droit=inclusion")
    assert ("/pratiques/un-toit/" in found, "/pratiques/un-pair/" in found) == (True, False)
    assert "Aucune pratique ne répond" in read(client, "/pratiques/?droit=recovery")


def test_the_last_word_of_a_voice_counts_for_the_filter(client, practice):
    dossier = a_dossier()
    tied(practice, dossier)
    sign(dossier, RightsDimension.INCLUSION, RightsLevel.RESPECTS, RightsLevel.RESPECTS)
    person = a_person("seconde", Role.LIVED_EXPERIENCE)
    sign_rights(
        dossier=dossier, dimension=RightsDimension.INCLUSION, voice=RightsVoice.LIVED_EXPERIENCE,
        level=RightsLevel.THREATENS, justification="Cela a changé.", by=person, now=LATER,
    )  # fmt: skip
    assert "Aucune pratique ne répond" in read(client, "/pratiques/?droit=inclusion")


def test_practices_are_found_by_certainty_while_their_rating_stands(client, practice):
    assert 'name="certitude"' not in read(client, "/pratiques/")
    published(practice, risk_of_bias=1)
    assert re.findall(r'name="certitude" value="(\w+)">[^<]+ \((\d+)\)</label>', read(client, "/pratiques/")) == [
        ("moderee", "1")
    ]
    assert "/pratiques/un-toit/" in read(client, "/pratiques/?certitude=moderee")
    withdraw_rating(rating=Rating.objects.get(), reason="Un essai était faux.", now=LATER)
    assert "Aucune pratique ne répond" in read(client, "/pratiques/?certitude=moderee")


# The whole dossier


def test_the_whole_dossier_says_question_search_studies_and_other_verdicts(client, practice):
    dossier = a_dossier(
        intervention="Un logement tout de suite.", search_sources="PubMed", search_words="housing first",
        search_by="équipe documentation", searched_on="2026-10-01", not_known="<p>Les effets à dix ans.</p>",
    )  # fmt: skip
    taken = a_study(dossier, in_france=True)
    a_study(
        dossier, "revue-2019", decision=StudyDecision.LEFT_OUT, reason=LeftOutReason.ALREADY_COUNTED,
        reason_text="Elle reprend le même essai.",
    )  # fmt: skip
    a_line(
        dossier,
        studies=(taken,),
        measure=Measure.RR,
        estimate="0.74",
        ci_low="0.6",
        ci_high="0.91",
        follow_up_months=24,
        **COUNTS,
    )
    record_verdict(dossier=dossier, body="Cochrane", verdict="Utile.", why_differs="D’autres pays.")
    tied(practice, dossier)
    response = client.get("/pratiques/un-toit/preuves/")
    assert response["X-Lilith-Cache"].startswith("public")
    text = words(response.content.decode())
    for said in (
        "Ce qui est proposé Un logement tout de suite.", "PubMed", "1er octobre 2026 , par équipe documentation",
        "Faite en France.", "Écartée\u00a0: ses résultats sont déjà comptés ailleurs. Elle reprend le même essai.",
        "RR 0,74 (intervalle à 95 % : de 0,6 à 0,91)", "Suivi 2 ans", "Les effets à dix ans.",
        "Pourquoi c’est différent de nous\u00a0: D’autres pays.", "Aucune évaluation n’a été publiée",
        "Il manque\u00a0: les cinq jugements, par deux lecteurs.",
    ):  # fmt: skip
        assert said.replace(" :", "\u00a0:") in text.replace(" :", "\u00a0:"), said


def test_the_whole_dossier_names_who_appraised_by_role_with_ties_and_disagreements(client, practice):
    published(practice, risk_of_bias=1)
    html = read(client, "/pratiques/un-toit/preuves/")
    text = words(html)
    assert "Méthode grade-1, calculé le 23 novembre 2026" in text
    assert "Lecteur 1 , comité scientifique" in text
    assert "aucun lien déclaré" in text
    assert "Retenu\u00a0: un niveau de moins" in text
    assert "Les essais sont solides." in text
    for name in ("lectrice", "scientifique@", "panel"):
        assert name not in text
    assert "Version de lancement" not in html


def test_a_refusal_that_was_overruled_and_a_minority_opinion_are_printed(client, practice):
    cast = Cast()
    tied(practice, cast.dossier)
    cast.published_against_a_refusal()
    text = words(read(client, "/pratiques/un-toit/preuves/"))
    assert "Trop peu de choix." in text
    assert "Ce refus a été dépassé. Raison\u00a0: Le choix est dans la charte." in text
    assert "Nous restons inquiets." in text


def test_an_appraisal_under_way_is_said_with_its_date(client, practice):
    cast = Cast()
    tied(practice, cast.dossier)
    cast.in_reading()
    assert "Une évaluation est en lecture depuis le 22 novembre 2026" in words(read(client, "/pratiques/un-toit/preuves/"))


def test_the_dossiers_follow_each_other_by_name_and_unknown_ones_are_not_found(client, practice, site):
    tied(practice, a_dossier())
    tied(site.practice("abri"), a_dossier("abri"))
    site.practice("sans-dossier")
    html = read(client, "/pratiques/un-toit/preuves/")
    assert re.findall(r'<a(?: class="vers")? rel="(?:prev|next)" href="([^"]+)"', html) == ["/pratiques/abri/preuves/"]
    assert client.get("/pratiques/inconnue/preuves/").status_code == 404
    assert client.get("/pratiques/sans-dossier/preuves/").status_code == 302


def test_the_whole_dossier_keeps_to_its_queries_whatever_its_length(client, practice, django_assert_max_num_queries):
    dossier = a_dossier()
    for number in range(6):
        study = a_study(dossier, f"essai-{number}")
        a_line(dossier, an_outcome(f"resultat-{number}", f"Résultat {number}", number), studies=(study,))
    tied(practice, dossier)
    read(client, "/pratiques/un-toit/preuves/")
    with django_assert_max_num_queries(16):
        read(client, "/pratiques/un-toit/preuves/")


# References and pairs


def test_a_reader_cites_the_publications_of_a_practice_and_takes_them_away(client, practice):
    text = Publication.objects.create(
        slug="essai", title="A trial", type="article", year=2019, authors="Martin A.", language="en", doi="10.1000/x"
    )
    Publication.objects.create(slug="autre", title="Un autre", type="article")
    practice.publications.add(text)
    practice.save_revision().publish()
    html = read(client)
    assert re.search(r'<a href="/publications/essai/">MARTIN[^<]*2019\. <span lang="en">A trial</span>\.[^<]*</a>', html)
    assert '<a class="lien" href="/pratiques/un-toit/references.ris" download>' in html
    response = client.get("/pratiques/un-toit/references.ris")
    assert response["Content-Disposition"] == 'attachment; filename="un-toit.ris"'
    assert re.findall(r"^T[I1]  - (.*?)\r?$", response.content.decode(), re.MULTILINE) == ["A trial"]
    assert client.get("/pratiques/un-toit/references.bib").content.decode().startswith("@")
    for wrong in ("un-toit/references.exe", "inconnue/references.ris"):
        assert client.get(f"/pratiques/{wrong}").status_code == 404


def test_every_pair_to_do_less_and_do_more_stands_in_one_table_with_why(client, practice, site):
    replaces(practice, site.reduced("isolement", "L’isolement"), "On reste chez soi.")
    replaces(site.practice("un-pair"), site.reduced("contention", "La contention"), "")
    hidden = site.practice("cachee")
    replaces(hidden, site.reduced("rue", "La rue"), "Non.")
    hidden.unpublish()
    html = read(client, "/a-reduire/")
    rows = re.findall(r'<tr><td><a href="([^"]+)">.*?<th scope="row"><a href="([^"]+)">.*?<td>(.*?)</td></tr>', html)
    assert rows == [
        ("/a-reduire/isolement/", "/pratiques/un-toit/", "On reste chez soi."),
        ("/a-reduire/contention/", "/pratiques/un-pair/", "Les documents ne le disent pas."),
    ]
