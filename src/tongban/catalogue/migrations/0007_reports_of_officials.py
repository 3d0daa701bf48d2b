import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_search_entries_wait"),
        ("parties", "0007_item_reviewers"),
    ]

    operations = [
        migrations.AddField(
            model_name="guidereport",
            name="official",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.official",
            ),
        ),
    ]
