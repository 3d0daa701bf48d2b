from django.db import models
from django.db.models.functions import Now


class IdempotentAnswer(models.Model):
    """The one answer given to a write; the same key from the same caller gets it again."""

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "kernel_idempotent_answer"
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotent_answer_once")]
