"""Numbers that the law or the city sets (参数), each with its basis and the days on which it counts."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Parameter(models.Model):
    """A value from a day on, for a region or ("") for all. A value in force is not edited: a change is a new row.

    `shipped` rows come with the program; the city's own rows go before them.
    """

    key = models.CharField(_("参数"), max_length=60)
    region_code = models.CharField(_("区划代码"), max_length=12, blank=True, default="")
    value = models.JSONField(_("取值"))
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    label = models.CharField(_("名称"), max_length=100)
    basis = models.CharField(_("依据"), max_length=200)
    effective_from = models.DateField(_("生效日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    shipped = models.BooleanField(_("随程序提供"), default=False)

    class Meta:
        verbose_name = _("参数")
        verbose_name_plural = _("参数")
        ordering = ["key", "region_code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "region_code", "effective_from"], name="parameter_once_a_day"),
            models.CheckConstraint(
                name="parameter_ends_after_it_begins",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.effective_from}"
