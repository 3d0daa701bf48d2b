from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_history")]

    operations = [
        migrations.AddIndex(
            model_name="journalentry", index=BrinIndex(fields=["recorded_at"], name="journal_entry_of_when")
        )
    ]
