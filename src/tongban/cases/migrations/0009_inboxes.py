import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_what_comes_after_the_decision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="review", name="put_away", field=models.BooleanField(default=False)),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("put_away", False)), fields=["authority", "matter"], name="review_at_hand"
            ),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("query", models.JSONField(default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "cases_saved_view",
                "constraints": [models.UniqueConstraint(fields=("account", "name"), name="saved_view_once_a_name")],
            },
        ),
    ]
