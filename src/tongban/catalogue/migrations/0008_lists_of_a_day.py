"""Indexes for the published lists: what was in force on a day, without reading the wide rows of versions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_reports_of_officials"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="material",
            index=models.Index(condition=models.Q(("is_proof", True)), fields=["version"], name="material_proofs"),
        ),
        migrations.AddIndex(
            model_name="material",
            index=models.Index(
                condition=models.Q(("necessity", "deferrable")), fields=["version"], name="material_deferrable"
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["published_at"],
                include=(
                    "superseded_at",
                    "implementation",
                    "variant",
                    "standing",
                    "type",
                    "instance",
                    "visits",
                    "channels",
                    "online_depth",
                    "service_area",
                    "delegated_to",
                    "self_service",
                ),
                name="version_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", False)),
                fields=["superseded_at"],
                name="version_superseded",
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("commitment", {}), _negated=True), fields=["id"], name="version_commitment"
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("intermediaries", []), _negated=True), fields=["id"], name="version_intermediaries"
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("cancelled_proofs", []), _negated=True),
                fields=["id"],
                name="version_cancelled_proofs",
            ),
        ),
    ]
