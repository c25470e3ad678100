"""Publications, glossary, links and videos: what practices refer to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lilith.accounts.enums import Role
from lilith.accounts.models import Organisation
from lilith.foundation.fields import LinesField, ProseField, lines_of
from lilith.foundation.models import PublicRecord
from lilith.library import identifiers
from lilith.library.enums import DefinitionBasis, PublicationType, TrackKind, VideoHost
from lilith.library.files import check_film, check_track
from lilith.library.films import is_identifier, read_address
from lilith.library.names import is_others, read_name


class Publication(PublicRecord):
    """A text that can be cited: article, report, guide, official text, study, or one of the project's source documents."""

    search_kind = "publication"

    title = models.CharField("titre", max_length=400)
    type = models.CharField("type", max_length=24, choices=PublicationType.choices)
    authors = LinesField(
        "auteurs", help_text="Un auteur par ligne, comme « Poremski D. » ou « Poremski, Daniel », ou le nom d’un organisme."
    )
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    publisher = models.CharField("publié par", max_length=200, blank=True, default="")
    note = models.TextField("à savoir", blank=True, default="")
    missing = LinesField("ce qui manque")
    journal = models.CharField("revue ou ouvrage", max_length=300, blank=True, default="")
    volume = models.CharField("volume", max_length=60, blank=True, default="")
    issue = models.CharField("numéro", max_length=60, blank=True, default="")
    pages = models.CharField("pages", max_length=60, blank=True, default="")
    doi = models.CharField("DOI", max_length=250, blank=True, default="", help_text="Comme 10.1002/wps.20349.")
    pmid = models.CharField("PMID", max_length=12, blank=True, default="", help_text="Le numéro dans PubMed.")
    hal_id = models.CharField("identifiant HAL", max_length=60, blank=True, default="", help_text="Comme hal-01234567.")
    isbn = models.CharField("ISBN", max_length=20, blank=True, default="", help_text="10 ou 13 chiffres.")
    issn = models.CharField("ISSN de la revue", max_length=12, blank=True, default="")
    url = models.URLField("adresse", max_length=500, blank=True, default="")
    language = models.CharField("langue", max_length=8, blank=True, default="")
    access = models.CharField("accès au texte", max_length=40, blank=True, default="inconnu")
    full_text_url = models.URLField("adresse du texte intégral", max_length=500, blank=True, default="")
    plain_summary = models.TextField("résumé pour tout le monde", blank=True, default="")
    abstract = models.TextField("résumé des auteurs", blank=True, default="")
    source_code = models.CharField("code de document source", max_length=4, blank=True, default="", db_index=True)
    study_design = models.CharField("méthode", max_length=200, blank=True, default="")
    question = models.TextField("question", blank=True, default="")
    place = models.CharField("lieu", max_length=200, blank=True, default="")
    period = models.CharField("période", max_length=120, blank=True, default="")
    size = models.CharField("taille", max_length=300, blank=True, default="")
    participants = models.PositiveIntegerField("nombre de participants", null=True, blank=True)
    country = models.CharField("pays de l’étude", max_length=120, blank=True, default="")
    population = models.CharField("de qui parle l’étude", max_length=300, blank=True, default="")
    result = models.TextField("résultat", blank=True, default="")
    funder = models.CharField("financement", max_length=200, blank=True, default="")
    state = models.CharField("état", max_length=200, blank=True, default="")
    reviewed_by_role = models.CharField("relue par", max_length=24, choices=Role.choices, blank=True, default="")
    reviewed_on = models.DateField("relue le", null=True, blank=True)
    # Written by `services.follow_publication`: what a citation processor makes of this record, and of which state of it.
    citation_vancouver = models.TextField("citation Vancouver", blank=True, default="", editable=False)
    citation_plain = models.TextField("citation ISO 690", blank=True, default="", editable=False)
    citation_digest = models.CharField("état cité", max_length=64, blank=True, default="", editable=False)

    class Meta:
        ordering = ("-year", "title")
        verbose_name = "publication"
        constraints = [
            models.UniqueConstraint(
                Lower("doi"),
                condition=~Q(doi=""),
                name="publication_doi_once",
                violation_error_message="Une autre publication a déjà ce DOI.",
            ),
            models.UniqueConstraint(
                fields=("pmid",),
                condition=~Q(pmid=""),
                name="publication_pmid_once",
                violation_error_message="Une autre publication a déjà ce PMID.",
            ),
            models.UniqueConstraint(
                fields=("hal_id",),
                condition=~Q(hal_id=""),
                name="publication_hal_once",
                violation_error_message="Une autre publication a déjà cet identifiant HAL.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publication", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        readers = (
            ("doi", identifiers.read_doi),
            ("pmid", identifiers.read_pmid),
            ("hal_id", identifiers.read_hal),
            ("isbn", identifiers.read_isbn),
            ("issn", identifiers.read_issn),
        )
        errors: dict[str, ValidationError] = {}
        for name, read in readers:
            try:
                setattr(self, name, read(getattr(self, name)))
            except ValidationError as error:
                errors[name] = error
        if bool(self.reviewed_by_role) != bool(self.reviewed_on):
            missing = "reviewed_on" if self.reviewed_by_role else "reviewed_by_role"
            errors[missing] = ValidationError("Une relecture a une date et un rôle : donnez les deux, ou aucun.")
        if errors:
            raise ValidationError(errors)

    @property
    def author_list(self) -> list[str]:
        """The authors as a list shows them: « Poremski D. », « Haute Autorité de santé », « et coll. »."""
        return [line if is_others(line) else read_name(line).shown for line in lines_of(self.authors)]


class Term(PublicRecord):
    """A word or an acronym of the field, explained plainly."""

    search_kind = "term"
    # Who keeps the glossary changes it, and the change is public at once.
    edited_with = "edit_words"

    term = models.CharField("terme", max_length=120, unique=True)
    expansion = models.CharField("en toutes lettres", max_length=240, blank=True, default="")
    definition = ProseField("définition")
    category = models.CharField("catégorie", max_length=60)
    synonyms = LinesField("autres mots")
    also = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="+", verbose_name="voir aussi")
    lang = models.CharField("langue du terme", max_length=8, blank=True, default="")
    definition_basis = models.CharField(
        "origine de la définition", max_length=12, choices=DefinitionBasis.choices, default=DefinitionBasis.DOCUMENT
    )

    class Meta:
        ordering = ("slug",)
        verbose_name = "terme"

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return reverse("term", args=[self.slug])


class Link(PublicRecord):
    """A site, a video or a document elsewhere, with what is known of its state."""

    search_kind = ""

    label = models.CharField("intitulé", max_length=200)
    type = models.CharField("type", max_length=60)
    url = models.URLField("adresse", max_length=500, blank=True, default="")
    what = ProseField("de quoi il s’agit")
    check_status = models.CharField("vérification", max_length=300, blank=True, default="")
    summary = models.CharField("en une phrase", max_length=320, blank=True, default="")

    class Meta:
        ordering = ("label",)
        verbose_name = "lien"

    def __str__(self) -> str:
        return self.label


class Video(PublicRecord, ClusterableModel):
    """A film, in our files or at a host whose player loads only after a click."""

    search_kind = ""

    title = models.CharField("titre", max_length=200)
    host = models.CharField("hébergement", max_length=16, choices=VideoHost.choices)
    remote_id = models.CharField("identifiant chez l’hébergeur", max_length=80, blank=True, default="")
    url = models.URLField("adresse", max_length=500, blank=True, default="")
    file = models.FileField(
        "fichier", upload_to="videos/", blank=True, validators=[FileExtensionValidator(["mp4", "webm"]), check_film]
    )
    poster = models.ForeignKey(
        "foundation.LilithImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="affiche"
    )
    duration_seconds = models.PositiveIntegerField("durée en secondes", null=True, blank=True)
    content_note = models.CharField("avertissement", max_length=240, blank=True, default="")
    transcript = ProseField("transcription")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="videos", verbose_name="réalisée par"
    )

    class Meta:
        ordering = ("title",)
        verbose_name = "vidéo"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.host == VideoHost.FILE and not self.file:
            raise ValidationError({"file": "Ajoutez le fichier de la vidéo."})
        if self.host != VideoHost.FILE and not self.url:
            raise ValidationError({"url": "Donnez l’adresse de la vidéo."})
        if self.host in {VideoHost.YOUTUBE, VideoHost.VIMEO, VideoHost.DAILYMOTION}:
            self._clean_remote()

    def _clean_remote(self) -> None:
        host, remote_id = read_address(self.url)
        name = VideoHost(self.host).label
        if host != self.host:
            message = f"Cette adresse n’est pas celle d’une vidéo de {name}. Sinon, choisissez « simple lien »."
            raise ValidationError({"url": message})
        self.remote_id = self.remote_id or remote_id
        if not is_identifier(host=self.host, remote_id=self.remote_id):
            message = f"Ce n’est pas un identifiant de {name}. Laissez vide : l’adresse le donne."
            raise ValidationError({"remote_id": message})


class TextTrack(models.Model):
    """Captions or audio description of a video, as WebVTT."""

    video = ParentalKey(Video, on_delete=models.CASCADE, related_name="tracks")
    kind = models.CharField("type", max_length=16, choices=TrackKind.choices, default=TrackKind.CAPTIONS)
    language = models.CharField("langue", max_length=8, default="fr")
    file = models.FileField("fichier WebVTT", upload_to="tracks/", validators=[FileExtensionValidator(["vtt"]), check_track])

    class Meta:
        verbose_name = "piste de texte"
        constraints = [models.UniqueConstraint(fields=("video", "kind", "language"), name="track_once")]

    def __str__(self) -> str:
        return f"{self.video} ({self.language})"


from lilith.library.advice.models import WordAdvice  # noqa: E402, F401
from lilith.library.imports.models import ImportBatch, ImportRow  # noqa: E402, F401
