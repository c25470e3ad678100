"""The shell and the components, as a template uses them."""

from datetime import UTC, date, datetime

import pytest
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from lilith.foundation import slots


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


def page(path: str = "/essai/", **context) -> str:
    request = HttpRequest()
    request.method, request.path = "GET", path
    return render_to_string("foundation/base.html", context, request)


def test_a_reader_finds_help_and_a_quick_way_out_on_every_page_without_javascript():
    html = page()
    for number in ("tel:3114", "tel:15", "tel:112", "sms:114"):
        assert f'href="{number}"' in html
    assert 'href="/aide/besoin-d-aide/"' in html
    assert 'rel="noreferrer nofollow" data-exit' in html


def test_the_skip_link_comes_first_and_leads_to_the_text():
    html = page()
    assert html.index('<a class="skip" href="#contenu">') < html.index("<header")
    assert '<main id="contenu"' in html


def test_the_entry_of_the_current_page_is_marked():
    assert '<a class="v" href="/parcours-de-vie/" aria-current="page">' in page("/parcours-de-vie/")


def test_a_page_below_an_entry_marks_it_too():
    assert '<a class="v" href="/parcours-de-vie/" aria-current="true">' in page("/parcours-de-vie/logement/")
    assert '<a class="s" href="/parcours-de-soins/" aria-current="true">' in page("/pratiques/x/", nav_section="soins")


def test_a_view_without_a_page_names_itself_and_says_when_it_changed():
    html = page(meta_title="Comparer", meta_description="Côte à côte.", updated_on=date(2026, 11, 22))
    assert "<title>Comparer — lilith</title>" in html
    assert '<meta name="description" content="Côte à côte.">' in html
    assert 'Mis à jour le <time datetime="2026-11-22">22 novembre 2026</time>' in html


def test_the_first_of_the_month_is_written_as_one_says_it():
    assert rendered("{% day d %}", d=date(2020, 9, 1)) == '<time datetime="2020-09-01">1er septembre 2020</time>'


def test_a_moment_is_dated_in_paris():
    assert rendered("{{ d|jour }}", d=datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "1er juillet 2026"


def test_no_date_gives_nothing():
    assert rendered("{% day d %}", d=None) == ""


def test_words_in_a_row_end_with_et():
    assert rendered("{{ v|in_a_row }}", v=["Lille", "Lyon", "Nice"]) == "Lille, Lyon et Nice"
    assert rendered("{{ v|in_a_row }}", v=[]) == ""


def test_structured_data_cannot_close_its_own_script():
    html = rendered("{% jsonld data %}", data={"name": "</script><script>alert(1)"})
    assert html.count("</script>") == 1
    assert "\\u003c/script\\u003e" in html


def test_headings_of_a_text_can_be_linked_to():
    html = rendered("{{ v|anchored }}", v="<h2>Nous écrire</h2><p>…</p><h2>Nous écrire</h2>")
    assert html == '<h2 id="nous-ecrire">Nous écrire</h2><p>…</p><h2 id="nous-ecrire-2">Nous écrire</h2>'


def test_a_page_lists_its_headings():
    assert (
        rendered("{% for a, w in v|headings %}{{ a }}={{ w }};{% endfor %}", v="<h2>Œuvrer</h2><h2>Où ?</h2>")
        == "oeuvrer=Œuvrer;ou=Où ?;"
    )


def test_a_hyphenated_word_stays_on_its_line():
    assert rendered("{{ v|unbroken }}", v="Un chez-soi <b>") == 'Un <span class="nb">chez-soi</span> &lt;b&gt;'


def test_a_room_fills_a_place_of_a_page(monkeypatch):
    monkeypatch.setattr(slots, "_page_slots", {"ici": [(0, lambda request, context: f"<p>{context['word']}</p>")]})
    assert rendered('{% page_slot "ici" %}{% page_slot "ailleurs" %}', word="bonjour") == "<p>bonjour</p>"


def test_a_component_stands_around_html():
    html = rendered('{% part "foundation/components/notice.html" tone="danger" %}<p>Attention.</p>{% endpart %}')
    assert '<div class="avis danger">' in html
    assert "<p>Attention.</p></div></div>" in html


def test_a_component_badly_called_is_a_mistake_of_the_template():
    with pytest.raises(TemplateSyntaxError):
        rendered('{% part "foundation/components/notice.html" danger %}x{% endpart %}')


def test_an_address_needs_no_look_up():
    class Somewhere:
        url_path = "/accueil/parcours-de-vie/logement/"

    assert rendered("{{ p|address }}", p=Somewhere()) == "/parcours-de-vie/logement/"
