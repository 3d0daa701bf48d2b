from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_deputies_and_authorisations")]

    operations = [
        migrations.AddField(
            model_name="authority",
            name="document_mark",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
    ]
