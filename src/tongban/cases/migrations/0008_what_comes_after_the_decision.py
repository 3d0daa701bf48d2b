from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_verifications"),
    ]

    operations = [
        migrations.RemoveField("decision", "withheld"),
        migrations.AddField("decision", "withheld", models.JSONField(default=dict)),
        migrations.AddField("challenge", "redone_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "decision",
            models.Index(
                fields=["-decided_at", "-matter"],
                name="decision_public",
                condition=models.Q(("outcome", "granted")),
            ),
        ),
    ]
