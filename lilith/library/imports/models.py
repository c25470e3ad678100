"""The staging table of imports. Nothing here is public."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models

from lilith.library.enums import BatchStatus, ReferenceFormat, RowDecision, RowStatus


def private_files() -> FileSystemStorage:
    """Where a file waits to be read: in the data folder, at no address."""
    return FileSystemStorage(location=Path(settings.DATA_DIR) / "imports", base_url=None)


def staged_name(batch: Any, name: str) -> str:
    """A name that owes nothing to the person who sends the file."""
    return f"{batch.uuid}.txt"


class ImportBatch(models.Model):
    """One file of references, from its arrival to the publications it gave. `progress` counts bytes read, then rows written."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField("fichier", storage=private_files, upload_to=staged_name, blank=True)
    file_name = models.CharField("nom du fichier", max_length=200)
    file_size = models.PositiveBigIntegerField("taille en octets", default=0)
    format = models.CharField("format", max_length=8, choices=ReferenceFormat.choices, blank=True, default="")
    encoding = models.CharField("encodage", max_length=20, blank=True, default="")
    status = models.CharField("état", max_length=12, choices=BatchStatus.choices, default=BatchStatus.WAITING)
    message = models.TextField("message", blank=True, default="")
    progress = models.PositiveBigIntegerField("octets lus", default=0)
    row_count = models.PositiveIntegerField("références", default=0)
    imported_count = models.PositiveIntegerField("importées", default=0)
    merged_count = models.PositiveIntegerField("fusionnées", default=0)
    publish = models.BooleanField("mises en ligne", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="envoyé par"
    )
    created_at = models.DateTimeField("envoyé le")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="accepté par"
    )
    accepted_at = models.DateTimeField("accepté le", null=True)

    never_public = True

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "import de références"

    def __str__(self) -> str:
        return self.file_name

    @property
    def in_progress(self) -> bool:
        """True while a job works on it, or is about to."""
        return self.status in {BatchStatus.WAITING, BatchStatus.READING, BatchStatus.WRITING}

    @property
    def percent(self) -> int:
        """How much of the file is read, from 0 to 100."""
        return min(100, 100 * self.progress // self.file_size) if self.file_size else 0


class ImportRow(models.Model):
    """One reference of a file. `data` holds the values of the fields of a Publication; of a wrong one, its title at the most.

    A duplicate is either of a publication or of an earlier row (`twin`, its number); `reason` is a key of `matching.WORDS`.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("rang")
    line = models.PositiveIntegerField("ligne")
    status = models.CharField("état", max_length=8, choices=RowStatus.choices)
    decision = models.CharField("décision", max_length=12, choices=RowDecision.choices, default=RowDecision.SKIP)
    data = models.JSONField(default=dict)
    error = models.TextField("erreur", blank=True, default="")
    warnings = models.JSONField("laissé de côté", default=list)
    duplicate_of = models.ForeignKey(
        "library.Publication", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="ressemble à"
    )
    twin = models.PositiveIntegerField("ressemble au rang", null=True)
    reason = models.CharField("parce que", max_length=8, blank=True, default="")

    never_public = True

    class Meta:
        ordering = ("batch", "number")
        constraints = [models.UniqueConstraint(fields=("batch", "number"), name="import_row_once")]
        indexes = [models.Index(fields=("batch", "status"), name="import_row_status")]

    def __str__(self) -> str:
        return f"{self.number}. {self.data.get('title', '')}"
