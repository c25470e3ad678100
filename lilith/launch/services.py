"""Loading of the folder of content into the site, and back to files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from lilith.evidence.models import Outcome
from lilith.foundation.models import LilithPage
from lilith.launch.files import ContentFile, Problem
from lilith.launch.kinds import HOME, KINDS, Kind
from lilith.launch.validation import Folder
from lilith.library.services import set_word_advice
from lilith.practices.models import Audience, CareMission, PracticePage, PtsmPriority
from lilith.practices.services import record_status
from lilith.search.services import indexing_paused, reanalyse, rebuild, set_word_mappings
from lilith.territories.services import load_reference_geography


class ContentRefusedError(Exception):
    """Some file is wrong: nothing was written. `problems` says which, with the line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} erreur(s) dans le contenu")
        self.problems = problems


@dataclass
class LoadReport:
    """What a loading did, by kind of content; `conflicts` lists what an editor changed and the file changed too."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)

    @property
    def wrote_something(self) -> bool:
        return bool(self.created or self.updated)


def load_content(*, root: Path, today: date, dry_run: bool = False) -> LoadReport:
    """Validate every file, then create or update what changed, in one transaction.

    A record that an editor changed since it was loaded is left as it is: `kept` when its file did not change, `conflicts`
    when it did. Running it again changes nothing. Raises ContentRefusedError, having written nothing, when a file is wrong.
    """
    with transaction.atomic():
        load_reference_geography()
        folder = Folder(root)
        if folder.problems:
            transaction.set_rollback(True)
            raise ContentRefusedError(folder.problems)
        with indexing_paused():
            report = _write(folder, today)
        if dry_run:
            transaction.set_rollback(True)
        else:
            # One pass at the end: cheap when nothing changed, and right whatever was indexed before.
            rebuild()
            # New words of the glossary and of people take effect at once, on what was not written again too.
            reanalyse()
    return report


def _write(folder: Folder, today: date) -> LoadReport:
    report = LoadReport()
    report.kept += _vocabularies(folder)
    touched: list[tuple[Kind, ContentFile, Any, dict[str, Any]]] = []
    for kind, file in folder.all():
        values = kind.values(file)
        record: Any = kind.model._default_manager.filter(content_id=f"{kind.folder}/{file.content_id}").first()
        if record is None:
            record = _create(kind, file, values)
            report.created[kind.label] = report.created.get(kind.label, 0) + 1
        else:
            in_file, on_site = kind.digest(values), kind.digest(kind.current(record))
            if in_file == on_site:
                if record.content_digest != in_file:
                    # The editor's change came back through the files: from now on they agree.
                    kind.model._default_manager.filter(pk=record.pk).update(content_digest=in_file)
                report.unchanged += 1
                continue
            if on_site != record.content_digest or kind.locked(record):
                (report.conflicts if in_file != record.content_digest else report.kept).append(f"{file.name} ({record})")
                continue
            _early(kind, record, values)
            record.version += 1
            report.updated[kind.label] = report.updated.get(kind.label, 0) + 1
        touched.append((kind, file, record, values))
    for kind, _file, record, values in touched:
        if isinstance(record, PracticePage):
            record_status(practice=record, today=today)
        _late(kind, record, values)
    report.orphans = _orphans(folder)
    if folder.words:
        set_word_mappings(rows=folder.words.header["rows"])
    if folder.words_to_avoid:
        kept = set_word_advice(rows=folder.words_to_avoid.header["rows"])
        report.kept += [f"{folder.words_to_avoid.name} ({word})" for word in kept]
    return report


def _vocabularies(folder: Folder) -> list[str]:
    """Write the vocabularies. Outcomes are kept by editors once they are there: returns those that the file says otherwise."""
    rows = folder.vocabulary.header if folder.vocabulary else {}
    for order, row in enumerate(rows["audiences"]):
        Audience.objects.update_or_create(slug=row["slug"], defaults={"name": row["name"], "order": order})
    for row in rows["ptsm_priorities"]:
        PtsmPriority.objects.update_or_create(number=row["number"], defaults={"name": row["name"]})
    for row in rows["missions"]:
        CareMission.objects.update_or_create(number=row["number"], defaults={"name": row["name"]})
    kept = []
    for order, row in enumerate(rows.get("outcomes", [])):
        words = {"name": row["name"], "plain_name": row["plain_name"]}
        outcome, created = Outcome.objects.get_or_create(slug=row["slug"], defaults={**words, "order": order})
        if not created and words != {"name": outcome.name, "plain_name": outcome.plain_name}:
            kept.append(f"content/vocabularies.yaml ({outcome})")
    return kept


def _early(kind: Kind, record: Any, values: dict[str, Any]) -> None:
    for column in kind.columns:
        if not column.late:
            column.write(record, values[column.attr])


def _create(kind: Kind, file: ContentFile, values: dict[str, Any]) -> Any:
    record: Any = kind.model(content_id=f"{kind.folder}/{file.content_id}")
    record.slug = kind.slug(file)
    _early(kind, record, values)
    if kind is HOME:
        _plant_home(record)
    elif kind.is_page:
        address = kind.parent(file) if kind.parent else "/"
        parent = Page.objects.get(url_path=f"/accueil{address}")
        record.draft_title = record.title
        parent.add_child(instance=record)
    else:
        record.full_clean(exclude=["departement", "region"])
        record.save()
    return record


def _plant_home(record: Any) -> None:
    """The home page takes the place of Wagtail's welcome page."""
    record.title = record.draft_title = "Accueil"
    record.slug = "accueil"
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(title="Root", slug="root")
    welcome = list(root.get_children().exclude(content_type__model="homepage"))
    root.add_child(instance=record)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": record, "site_name": "Lilith"}
    )
    for page in welcome:
        page.delete()


def _late(kind: Kind, record: Any, values: dict[str, Any]) -> None:
    for column in kind.columns:
        if column.late:
            column.write(record, values[column.attr])
    record.content_digest = kind.digest(values)
    if isinstance(record, LilithPage):
        record.full_clean()
        # Children were added since this record was read: publishing must not bring back the count it had then.
        record.numchild = type(record).objects.values_list("numchild", flat=True).get(pk=record.pk)
        record.save_revision(clean=False).publish()
    else:
        record.full_clean()
        record.save()


def _orphans(folder: Folder) -> list[str]:
    """Records that a file once made and whose file is gone: reported, never deleted."""
    found = []
    for kind in KINDS:
        known = {f"{kind.folder}/{name}" for name in folder.files[kind.folder]}
        rows = kind.model._default_manager.exclude(content_id="").exclude(content_id__in=known)
        found += [str(content_id) for content_id in rows.values_list("content_id", flat=True)]
    return found
