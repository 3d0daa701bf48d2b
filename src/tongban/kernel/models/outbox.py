from django.db import models
from django.db.models.functions import Now


class Announcement(models.Model):
    """Something that happened, waiting to be forwarded to those who act on it; gone once forwarded."""

    topic = models.CharField(max_length=80)
    key = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "kernel_announcement"
