import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("library", "0005_one_doi_each"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('doi'), condition=models.Q(('doi', ''), _negated=True), name='publication_doi_once', violation_error_message='Une autre publication a déjà ce DOI.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('pmid', ''), _negated=True), fields=('pmid',), name='publication_pmid_once', violation_error_message='Une autre publication a déjà ce PMID.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('hal_id', ''), _negated=True), fields=('hal_id',), name='publication_hal_once', violation_error_message='Une autre publication a déjà cet identifiant HAL.'),
        ),
    ]
