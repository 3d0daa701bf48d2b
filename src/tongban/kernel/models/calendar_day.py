"""The working-day calendar (工作日历), one row a day and region."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day of a region's calendar; region "" is the whole country.

    A region without rows of its own follows the nearest division around it that has some, or the country. `ordinal`
    counts the working days from the first row of the region up to and including this day.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("已公布")
        PROJECTED = "projected", _("推算")

    region_code = models.CharField(_("区划代码"), max_length=12, blank=True, default="")
    day = models.DateField(_("日期"))
    working = models.BooleanField(_("工作日"))
    ordinal = models.IntegerField(_("工作日序号"))
    status = models.CharField(_("状态"), max_length=9, choices=Status)
    name = models.CharField(_("节日"), max_length=60, blank=True, default="")
    basis = models.CharField(_("依据"), max_length=200, blank=True, default="")
    # Set by a notice of the region itself, so a later national notice leaves it alone.
    local = models.BooleanField(_("地方规定"), default=False)

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        constraints = [models.UniqueConstraint(fields=["region_code", "day"], name="calendar_day_once")]
        indexes = [models.Index(fields=["region_code", "ordinal"], name="calendar_day_ordinal")]

    def __str__(self) -> str:
        return f"{self.region_code or '全国'} {self.day}"
