"""Codes that provinces write are longer than the exchange tables think: 55 characters in Sichuan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_search_by_texts")]

    operations = [
        migrations.AlterField(
            model_name="implementation", name="local_code", field=models.CharField(blank=True, max_length=60)
        ),
    ]
