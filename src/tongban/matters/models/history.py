from django.db import models


class History(models.Model):
    """A process of another system as it was brought in: its attributes and events as they stood (IEEE 1849 XES).

    What may name people stands here and not in the journal. `digest` is the SHA-256 of the activities, their moments
    and the deadline: the same history is known again by it.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="history")
    source = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    attributes = models.JSONField()
    events = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "matters_history"
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="history_once")]
