import re

from django.db import migrations

PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def keep_one_of_each(apps, schema_editor):
    """The oldest record keeps a DOI that several hold; the others say which one they lost, so that an editor can merge them."""
    Publication = apps.get_model("library", "Publication")
    seen = set()
    for record in Publication.objects.exclude(doi="").order_by("pk").only("pk", "doi", "missing"):
        before = record.doi
        record.doi = PREFIX.sub("", before.strip())
        if record.doi.lower() in seen:
            line = f"Une autre fiche porte déjà ce DOI\u00a0: {record.doi}"
            record.missing = "\n".join(part for part in (record.missing, line) if part)
            record.doi = ""
        else:
            seen.add(record.doi.lower())
        if record.doi != before:
            record.save(update_fields=["doi", "missing"])


class Migration(migrations.Migration):

    dependencies = [
        ("library", "0004_references"),
    ]

    operations = [
        migrations.RunPython(keep_one_of_each, migrations.RunPython.noop),
    ]
