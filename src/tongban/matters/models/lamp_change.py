from django.db import models


class LampChange(models.Model):
    """A lamp as the sweep found it turned: yellow or red, once for each day that was owed.

    A new due day (an extension, the next clock) may turn the lamp anew, and is a row of its own.
    """

    class Lamp(models.TextChoices):
        YELLOW = "yellow", "即将到期"
        RED = "red", "已超期"

    pk = models.CompositePrimaryKey("matter", "lamp", "due_on")
    # The sweep takes its rows from the matters themselves, which are never deleted: to have the database look each of
    # them up again, and lock it, would take a third of the sweep's time.
    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, related_name="lamp_changes", db_index=False, db_constraint=False
    )
    lamp = models.CharField(max_length=6, choices=Lamp.choices)
    due_on = models.DateField()
    turned_on = models.DateField()
    noticed_at = models.DateTimeField()

    class Meta:
        db_table = "matters_lamp_change"
