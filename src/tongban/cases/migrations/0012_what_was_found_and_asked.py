import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_reasons_of_refunds_and_orders"),
        ("matters", "0010_sweeps_lock_nothing"),
        ("parties", "0007_item_reviewers"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="things",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="Assistance",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="assistance",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("task_code", models.CharField(max_length=36)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=300)),
                ("answer", models.TextField(blank=True)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=60)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("answered_by_name", models.CharField(blank=True, max_length=100)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.official",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assistances", to="matters.matter"
                    ),
                ),
            ],
            options={
                "db_table": "cases_assistance",
            },
        ),
        migrations.CreateModel(
            name="CaseBurden",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="burden",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("task_code", models.CharField(max_length=36)),
                ("month", models.DateField()),
                ("materials_required", models.PositiveSmallIntegerField()),
                ("materials_found", models.PositiveSmallIntegerField()),
                ("materials_asked", models.PositiveSmallIntegerField()),
                ("found_by", models.JSONField(default=dict)),
                ("fields_shown", models.PositiveSmallIntegerField()),
                ("fields_prefilled", models.PositiveSmallIntegerField()),
                ("fields_changed", models.PositiveSmallIntegerField()),
                ("fields_typed", models.PositiveSmallIntegerField()),
                (
                    "authority",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.authority",
                    ),
                ),
            ],
            options={
                "db_table": "cases_burden",
                "indexes": [
                    models.Index(fields=["month", "authority"], name="burden_of_a_month"),
                    models.Index(fields=["task_code", "month"], name="burden_of_an_item"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("path", models.CharField(max_length=12)),
                ("outcome", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("copy", models.CharField(blank=True, max_length=120)),
                ("as_of", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("attempt", models.PositiveSmallIntegerField()),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="material_findings",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "cases_material_finding",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("matter", "attempt", "code", "path"), name="finding_once_an_attempt"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "path__in",
                                ["not_needed", "promise", "licence", "shared", "assistance", "space", "upload"],
                            )
                        ),
                        name="finding_path_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["found", "not_found", "failed", "offered", "chosen"])),
                        name="finding_outcome_known",
                    ),
                ],
            },
        ),
    ]
