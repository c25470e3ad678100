import grimp
import pytest

from config.doors import DoorsContract


@pytest.fixture
def contract():
    return DoorsContract(
        name="Doors",
        session_options={"root_packages": ["lilith"]},
        contract_options={
            "root": "lilith",
            "doors": ["models", "services"],
            "more_doors": ["foundation.slots", "foundation.templatetags.*"],
        },
    )


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("lilith.a.views", "lilith.b.services", True),
        ("lilith.a.views", "lilith.b.models.practice", True),
        ("lilith.a.views", "lilith.a.forms", True),
        ("lilith.a.views", "django.db", True),
        ("config.urls", "lilith.a.views", True),
        ("lilith.a.views", "lilith.foundation.slots", True),
        ("lilith.a.views", "lilith.foundation.templatetags.lilith", True),
        ("lilith.a.tests.test_x", "lilith.b.tests.factories", True),
        ("lilith.a.views", "lilith.b.views", False),
        ("lilith.a.views", "lilith.b.slots", False),
        ("lilith.a.views", "lilith.b.tests.factories", False),
        ("lilith.a.views", "lilith.b", False),
    ],
)
def test_only_doors_open_from_another_room(contract, importer, imported, allowed):
    assert contract.is_allowed(importer, imported) is allowed


def test_a_closed_door_breaks_the_contract_and_is_named(contract):
    graph = grimp.ImportGraph()
    graph.add_import(
        importer="lilith.a.views", imported="lilith.b.forms", line_number=3, line_contents="from lilith.b import forms"
    )
    check = contract.check(graph, verbose=False)
    assert not check.kept
    assert check.metadata["wrong"] == [{"importer": "lilith.a.views", "imported": "lilith.b.forms", "lines": [3]}]
