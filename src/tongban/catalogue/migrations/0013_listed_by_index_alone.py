"""The index of what was in force on a day also names the version, so that the table itself is not read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0012_longer_local_codes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="version",
            name="version_listed",
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["published_at"],
                include=(
                    "id",
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
    ]
