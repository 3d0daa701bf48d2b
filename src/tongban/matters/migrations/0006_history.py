import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0005_lamps_are_swept"),
    ]

    operations = [
        migrations.CreateModel(
            name="History",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="history",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("source", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("attributes", models.JSONField()),
                ("events", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "matters_history",
                "constraints": [models.UniqueConstraint(fields=("source", "name"), name="history_once")],
            },
        ),
    ]
