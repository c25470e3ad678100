"""Small structured facts of a practice or a theme, as an editor fills them."""

from wagtail import blocks

from lilith.foundation.fields import SlimStreamField


class KeyFigureBlock(blocks.StructBlock):
    """A figure that the page shows large; with `out_of` it is drawn as so many among so many."""

    value = blocks.CharBlock(label="chiffre", max_length=20)
    out_of = blocks.CharBlock(label="sur", max_length=10, required=False)
    label = blocks.CharBlock(label="ce que c’est", max_length=160)
    date = blocks.CharBlock(label="date", max_length=60, required=False)

    class Meta:
        icon = "pick"
        label = "chiffre"


class EvidenceBlock(blocks.StructBlock):
    """A study as the documents tell it."""

    design = blocks.CharBlock(label="méthode", max_length=300)
    place = blocks.CharBlock(label="lieu", max_length=200, required=False)
    period = blocks.CharBlock(label="période", max_length=120, required=False)
    size = blocks.CharBlock(label="taille", max_length=200, required=False)
    result = blocks.TextBlock(label="résultat", required=False)
    note = blocks.TextBlock(label="à vérifier", required=False)

    class Meta:
        icon = "doc-full"
        label = "étude"


class TestimonyBlock(blocks.StructBlock):
    """What someone told, by role, never by name."""

    role = blocks.CharBlock(label="qui parle", max_length=160)
    gist = blocks.TextBlock(label="ce qui est dit")

    class Meta:
        icon = "openquote"
        label = "témoignage"


class ExternalUpdateBlock(blocks.StructBlock):
    """News from outside the documents, shown only as « à vérifier »."""

    note = blocks.TextBlock(label="information")
    url = blocks.URLBlock(label="adresse", required=False)
    checked = blocks.CharBlock(label="vérification", required=False)

    class Meta:
        icon = "warning"
        label = "information à vérifier"


def key_figures() -> SlimStreamField:
    return SlimStreamField([("figure", KeyFigureBlock())], blank=True, default=list, verbose_name="chiffres")
