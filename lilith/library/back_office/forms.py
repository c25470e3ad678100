"""Forms of the import and the export of references."""

from __future__ import annotations

from django import forms

from lilith.library.enums import PublicationType, ReferenceFormat


class UploadForm(forms.Form):
    """A file of references."""

    file = forms.FileField(
        label="Fichier de références",
        help_text="RIS, BibTeX, CSL-JSON ou PubMed (nbib). 60 Mo au plus. Rien n’est ajouté avant votre accord.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
        widget=forms.FileInput(attrs={"accept": ".ris,.bib,.bibtex,.json,.nbib,.txt"}),
    )


class ExportForm(forms.Form):
    """Which publications to export, and how."""

    format = forms.ChoiceField(label="Format", choices=ReferenceFormat.choices)
    which = forms.ChoiceField(
        label="Publications", choices=[("", "Toutes"), ("live", "En ligne"), ("drafts", "Pas en ligne")], required=False
    )
    type = forms.ChoiceField(label="Type", choices=[("", "Tous"), *PublicationType.choices], required=False)


class FormatForm(forms.Form):
    """The format of a selection."""

    format = forms.ChoiceField(label="Format", choices=ReferenceFormat.choices)
