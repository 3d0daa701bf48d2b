import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_lists_of_a_day")]

    operations = [
        migrations.CreateModel(
            name="Reality",
            fields=[
                (
                    "implementation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reality",
                        serialize=False,
                        to="catalogue.implementation",
                    ),
                ),
                ("until", models.DateField()),
                ("applied", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("days", models.JSONField(default=dict)),
                ("median_days", models.PositiveIntegerField(blank=True, null=True)),
                ("p90_days", models.PositiveIntegerField(blank=True, null=True)),
                ("materials", models.PositiveIntegerField()),
                ("visits", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "办理实况",
                "verbose_name_plural": "办理实况",
                "indexes": [models.Index(fields=["-applied", "implementation"], name="reality_most_applied")],
            },
        ),
    ]
