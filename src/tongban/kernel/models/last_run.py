"""When what the clock starts last ended well."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LastRun(models.Model):
    """The last run of a sweep that ended well (最近一次运行); for whoever watches whether it still does."""

    name = models.CharField(max_length=60, primary_key=True)
    ended_at = models.DateTimeField(db_default=Now())
    seconds = models.FloatField()

    class Meta:
        verbose_name = _("最近一次运行")
        verbose_name_plural = _("最近一次运行")

    def __str__(self) -> str:
        return self.name
