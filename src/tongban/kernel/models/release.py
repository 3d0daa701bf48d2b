from django.db import models


class Release(models.Model):
    """A release of Tongban that brought this database to its shape; the newest is the one that it has now."""

    version = models.CharField(max_length=20, unique=True)
    migrated_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_release"

    def __str__(self) -> str:
        return self.version
