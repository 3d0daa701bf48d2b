from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_document_by_file")]

    operations = [
        migrations.AddField("charge", "refund_reason", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("challenge", "redo_reason", models.TextField(blank=True, default=""), preserve_default=False),
    ]
