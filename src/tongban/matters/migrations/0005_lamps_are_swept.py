import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_step_clocks"), ("parties", "0006_document_mark")]

    operations = [
        migrations.CreateModel(
            name="LampChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lamp",
                    models.CharField(choices=[("yellow", "即将到期"), ("red", "已超期")], max_length=6),
                ),
                ("due_on", models.DateField()),
                ("turned_on", models.DateField()),
                ("noticed_at", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lamp_changes",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "matters_lamp_change",
                "constraints": [models.UniqueConstraint(fields=("matter", "lamp", "due_on"), name="lamp_change_once")],
            },
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["kind", "due_on", "id"],
                include=("state", "owner", "region", "warn_on", "paused_on", "finished_on", "answer_due_on"),
                name="matter_open_due",
            ),
        ),
    ]
