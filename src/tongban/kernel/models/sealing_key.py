from django.db import models


class SealingKey(models.Model):
    """The name of a key under which this database is or was sealed; the key itself is never here."""

    name = models.CharField(max_length=6, unique=True)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "kernel_sealing_key"

    def __str__(self) -> str:
        return self.name
