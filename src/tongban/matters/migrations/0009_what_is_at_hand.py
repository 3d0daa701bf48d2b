from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0008_papers_of_pauses")]

    operations = [
        migrations.RemoveIndex(model_name="matter", name="matter_open_due"),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at", None), models.Q(("state", "draft"), _negated=True)),
                fields=["kind", "due_on", "id"],
                include=("owner", "warn_on", "paused_on", "finished_on", "answer_due_on"),
                name="matter_at_hand",
            ),
        ),
    ]
