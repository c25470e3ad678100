"""A small, complete folder of content: one theme, two practices, one of each thing they need."""

from __future__ import annotations

from pathlib import Path

DATES = "created: 2026-11-22\nupdated: 2026-11-22\nnext_review: 2027-11-22\n"
LEVELS = """
# Niveau 1

## L’essentiel

Vous avez un toit. Une équipe vous aide.

## Concrètement

- Vous choisissez votre logement.

## Est-ce que ça marche ?

Nous ne le savons pas encore.

## Ce que nous ne savons pas encore

Nos documents ne disent pas le reste.

# Niveau 2

## Le problème

Des personnes restent dehors.

## Comment ça se passe

Une équipe vient chez vous. Voir [le logement](/parcours-de-vie/logement/).

# Niveau 3

## Ce que disent les études

Aucune étude n’est citée.

## Ce qui n’est pas connu

L’effet.

## Pourquoi ce niveau

Les documents ne citent pas d’étude.

# Niveau 4

## Lire ces documents

Aucune publication n’est citée.

# Niveau 5

## Qui le fait

Une équipe à Lyon.

## Qui peut aider

Personne n’est encore désigné.
"""


def practice(name: str, *, level: str = "non-evalue", related: str = "", extra: str = "") -> str:
    link = f"related:\n  - practice: {related}\n    link: voir-aussi\n" if related else ""
    return (
        f"---\nname: {name}\nkind: programme\nsummary: Un toit et une aide.\nthemes:\n  - logement\naudiences:\n"
        f"  - personnes-concernees\ndocuments_level: {level}\ndocuments_level_why: Lu dans le dossier.\nstate_date: '2020'\n"
        "sites:\n  - place: Lyon\n    departement: '69'\n    region: '84'\n    state: en-activite\n    since: '2018'\n"
        f"publications:\n  - rapport-2016\norganisations:\n  - dihal\nroadmap_actions:\n  - '36'\nptsm_priorities:\n  - 2\n"
        f"{link}{extra}{DATES}sources:\n  - doc: s0\n    near: logement\n---\n{LEVELS}"
    )


def page(title: str, path: str, body: str = "Voici la liste.") -> str:
    return f"---\ntitle: {title}\npath: {path}\nsummary: Une page.\nlevel: 1\n{DATES}---\n\n{body}\n"


OUTCOME = (
    "  - outcome: rester-loge\n    importance: critical\n    studies:\n      - essai-2018\n    start: trial\n    direction: better\n"
    "    result_words: Plus de personnes gardent leur logement.\n    event_words: avaient un logement au bout d’un an\n"
    "    events_with: 80\n    total_with: 100\n    events_without: 0\n    total_without: 100\n    measure: rr\n    estimate: 1.5\n"
    "    ci_low: 1.25\n    ci_high: 2\n    participants: 200\n    follow_up_months: 12\n"
)


def dossier(outcome: str = OUTCOME, *, studies: str = "") -> str:
    return (
        "---\ntitle: Un toit\npopulation: Personnes sans logement.\nsearch_sources:\n  - PubMed\nsearch_from: '1995'\n"
        "search_until: 2026-05\nsearched_on: 2026-06-01\nfrance_evidence: descriptive\nstudies:\n  - publication: essai-2018\n"
        "  - publication: rapport-2016\n    decision: left_out\n    reason: sans-comparaison\n    reason_text: Il ne compare pas.\n"
        f"    in_france: true\n{studies}outcomes:\n{outcome}"
        "verdicts:\n  - body: DIHAL\n    organisation: dihal\n    verdict: Elle la recommande.\n    stated_on: 2019-05\n"
        f"    publication: rapport-2016\n{DATES}---\n\nLa suite n’est **pas** connue.\n"
    )


def files() -> dict[str, str]:
    return {
        "vocabularies.yaml": (
            "audiences:\n  - slug: personnes-concernees\n    name: Personnes concernées\n"
            "ptsm_priorities:\n  - number: 2\n    name: Parcours sans rupture\nmissions:\n  - number: 1\n    name: Proximité\n"
            "outcomes:\n  - slug: rester-loge\n    name: Maintien dans le logement\n    plain_name: Garder son logement\n"
            "  - slug: emploi\n    name: Emploi\n    plain_name: Trouver un travail\n"
        ),
        "home.yaml": (
            "question: De quoi avez-vous besoin ?\ntagline: Des pratiques qui aident.\nsearch_hint: Un mot\n"
            f"missions:\n  - label: Comprendre\n    path: /pratiques/\n    icon: book-open\nfeatured:\n  - 2023-01-02-nouvelle\n{DATES}"
        ),
        "pages/pratiques.md": page("Toutes les pratiques", "/pratiques/"),
        "pages/actualites.md": page("Actualités", "/actualites/"),
        "pages/aide.md": page("Aide", "/aide/", "## Lire\n\nVoir [la pratique](/pratiques/un-toit/#niveau-2)."),
        "pages/aide--chercher.md": page("Chercher", "/aide/chercher/"),
        "pathways/parcours-de-vie.md": f"---\ntitle: Parcours de vie\nsummary: Habiter.\norder: 1\n{DATES}---\n\nUn texte court.\n",
        "themes/logement.md": (
            "---\ntitle: Le logement\nshort_title: Logement\npathway: parcours-de-vie\norder: 1\nicon: house\n"
            "summary: Trouver un toit.\nkey_figures:\n  - value: '570'\n    label: personnes logées\n    date: fin 2019\n"
            f"glossary:\n  - dihal\nroadmap_actions:\n  - '36'\nsynonyms:\n  - maison\n{DATES}---\n\nAvoir un toit aide.\n"
        ),
        "practices/un-toit.md": practice("Un toit", related="un-toit-jeunes"),
        "practices/un-toit-jeunes.md": practice("Un toit pour les jeunes", level="fort"),
        "dossiers/un-toit.md": dossier(),
        "publications/essai-2018.md": (
            f"---\ntitle: Essai\ntype: article\nyear: 2018\nissue: '4'\ndoi: 10.1000/essai\npmid: '25651451'\nissn: 0002-9378\n"
            "isbn: '9782130384816'\nhal_id: hal-01234567\nlanguage: en\nfull_text_url: https://example.org/essai\n"
            "abstract: Deux groupes.\nparticipants: 200\ncountry: Canada\npopulation: Des personnes sans logement.\n"
            f"reviewed_by_role: comite\nreviewed_on: 2026-11-20\n{DATES}---\n"
        ),
        "publications/rapport-2016.md": f"---\ntitle: Rapport\ntype: rapport\nyear: 2016\nauthors:\n  - Équipe\n{DATES}---\n",
        "organisations/dihal.md": (
            f"---\nname: DIHAL\nkind: administration\ntype_label: délégation\nregion: '11'\n{DATES}---\n\nElle loge.\n"
        ),
        "glossary/dihal.md": (
            f"---\nterm: DIHAL\nexpansion: Délégation à l’hébergement\ncategory: organisation\ndefinition_basis: document\n{DATES}---\n\nElle loge.\n"
        ),
        "roadmap/action-36.md": (
            f"---\nnumber: '36'\ntitle: Loger\naxis: 3\nstate_end_2020: en cours\n{DATES}---\n\n## Enjeux\n\n- Un toit.\n\n"
            "## Avancées fin 2020\n\n- Douze lieux.\n"
        ),
        "events/2023-01-journee.md": f"---\ntitle: Journée\ndate: 2023-01\ntype: journée\npractices:\n  - un-toit\n{DATES}---\n\n- Un fait.\n",
        "news/2023-01-02-nouvelle.md": (
            f"---\ntitle: Une nouvelle\ndate: 2023-01-02\nevent: 2023-01-journee\nsummary: Douze lieux.\npractices:\n  - un-toit\n{DATES}---\n\nDouze lieux.\n"
        ),
        "trainings/se-former.md": f"---\ntitle: Se former\ntype: MOOC\norganiser: DIHAL\nstate: '2023'\npractices:\n  - un-toit\n{DATES}---\n",
    }


def write(root: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the folder; `changes` replaces files, or leaves one out when None."""
    for name, text in {**files(), **(changes or {})}.items():
        path = root / "content" / name
        if text is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "content"
