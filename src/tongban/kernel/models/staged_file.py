"""Files that were looked over and not taken in yet."""

from django.db import models


class StagedFile(models.Model):
    """A file that somebody looked over before taking it in: theirs alone, and gone with its time.

    `owner` says who, like the caller of an idempotency key: "account:7".
    """

    owner = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kernel_staged_file"
        constraints = [models.UniqueConstraint(fields=["owner", "sha256"], name="staged_file_once")]
