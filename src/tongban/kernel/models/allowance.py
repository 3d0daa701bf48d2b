"""How much of what may be asked in a minute is used up, for each sort of request and each asker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """What one asker may do of one sort (访问额度): nothing while `empty_at` is a minute away, all once it is past.

    `key` is a keyed hash of sort and asker, so no address stands here. The table is unlogged: after a crash of the
    database everybody begins anew.
    """

    key = models.CharField(max_length=64, primary_key=True)
    empty_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("访问额度")
        verbose_name_plural = _("访问额度")

    def __str__(self) -> str:
        return self.key
