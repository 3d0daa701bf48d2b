from django.db import migrations, models


class Migration(migrations.Migration):
    """What the city offers is counted where it is published, and a material may have an English name."""

    dependencies = [("catalogue", "0001_squashed_0016_what_proves_a_material")]

    operations = [
        migrations.CreateModel(
            name="Offering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("items", models.PositiveIntegerField()),
                ("online", models.PositiveIntegerField()),
                ("authorities", models.PositiveIntegerField()),
                ("themes", models.JSONField()),
            ],
            options={
                "verbose_name": "提供概况",
                "verbose_name_plural": "提供概况",
            },
        ),
        migrations.AddField(
            model_name="material",
            name="name_en",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
