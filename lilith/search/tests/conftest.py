"""A small index, of which every test of the room can foretell the answers."""

import pytest

from lilith.foundation.slots import SearchDocument
from lilith.search import services, thesaurus
from lilith.search.services import ConceptWords

DOCUMENTS = [
    SearchDocument(
        "practice", "chez-soi", "Un chez-soi d’abord", "/pratiques/chez-soi/", ("UCSD", "Housing First"),
        "Un vrai logement tout de suite.",
        "Des personnes vivent dans la rue. Une équipe vient chez elles, à Lyon ou à Lille.\nLe sans-abrisme recule.",
        {"theme": ("logement", "droits"), "status": ("probante",), "region": ("84",)},
    ),
    SearchDocument(
        "practice", "gem", "Groupes d’entraide mutuelle", "/pratiques/gem/", ("GEM",),
        "Un lieu où des personnes s’entraident.", "Chaque GEM est une association. On y vient librement.",
        {"theme": ("loisirs",), "status": ("a_evaluer",)},
    ),
    SearchDocument(
        "practice", "tabac", "Tabapsy", "/pratiques/tabac/", (), "Arrêter de fumer avec de l’aide.",
        "Le tabac abîme la santé des personnes qui vivent avec une schizophrénie.", {"theme": ("conduites-addictives",)},
    ),
    SearchDocument("theme", "logement", "Le logement", "/parcours-de-vie/logement/", ("appart", "loyer"), "Trouver un toit, le garder."),
    SearchDocument("term", "gem", "GEM", "/glossaire/gem/", ("Groupe d’entraide mutuelle",), "Lieu d’entraide."),
    SearchDocument("term", "pass", "PASS", "/glossaire/pass/", ("Permanence d’accès aux soins de santé",), "Des soins pour tous."),
    SearchDocument("event", "passage", "On passe à autre chose", "/agenda/#passage", (), "Une journée passée à Paris."),
    SearchDocument("publication", "poremski", "Effects of housing first", "/publications/poremski/", ("Poremski D.",), "Un article."),
]  # fmt: skip
CONCEPTS = [
    ConceptWords("gem", ("GEM", "Groupe d’entraide mutuelle")),
    ConceptWords("pass", ("PASS", "Permanence d’accès aux soins de santé")),
    ConceptWords("rue", asks=("SDF", "dormir dehors"), answers=("sans-abrisme",)),
]


@pytest.fixture
def index(db):
    """Eight documents and three concepts."""
    thesaurus.forget()
    services.set_concepts(source="tests", concepts=CONCEPTS, wait=True)
    services.index(DOCUMENTS)
    yield
    thesaurus.forget()
