import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_transfers"),
        ("matters", "0001_initial"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="verification",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("task_code", models.CharField(max_length=36)),
                (
                    "planned",
                    models.CharField(
                        choices=[("data", "在线核验"), ("site", "现场核查"), ("assist", "部门协查")], max_length=10
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[("data", "在线核验"), ("site", "现场核查"), ("assist", "部门协查")],
                        max_length=10,
                    ),
                ),
                ("result", models.TextField(blank=True)),
                ("evidence", models.TextField(blank=True)),
                ("companion", models.CharField(blank=True, max_length=100)),
                ("verified_by_name", models.CharField(blank=True, max_length=100)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.commitment",
                    ),
                ),
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verified_by", to="matters.matter"
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.official",
                    ),
                ),
            ],
            options={"db_table": "cases_verification"},
        ),
    ]
