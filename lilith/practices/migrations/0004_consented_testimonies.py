from django.db import migrations
import modelcluster.fields


class Migration(migrations.Migration):

    dependencies = [
        ("participation", "0001_initial"),
        ("practices", "0003_dossier"),
    ]

    operations = [
        migrations.AddField(
            model_name="practicepage",
            name="consented_testimonies",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                help_text="Chacun se montre tant que la personne est d’accord.",
                related_name="practices",
                to="participation.testimony",
                verbose_name="témoignages avec consentement",
            ),
        ),
    ]
