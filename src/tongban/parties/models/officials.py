"""Officials and the duties they hold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.parties.rules.actor import DutyKind

DUTY_NAMES = [
    (DutyKind.CLERK.value, _("收件受理")),
    (DutyKind.REVIEWER.value, _("审查")),
    (DutyKind.DECIDER.value, _("决定")),
    (DutyKind.ISSUER.value, _("制证发证")),
    (DutyKind.HEAD.value, _("机关负责人")),
    (DutyKind.GOVERNMENT_HEAD.value, _("人民政府负责人")),
    (DutyKind.SUPERVISOR.value, _("效能监察")),
    (DutyKind.EDITOR.value, _("事项编制")),
    (DutyKind.ITEM_REVIEWER.value, _("事项审核")),
    (DutyKind.PUBLISHER.value, _("事项发布")),
    (DutyKind.ADMINISTRATOR.value, _("系统管理")),
    (DutyKind.DATA_STEWARD.value, _("数据管理")),
    (DutyKind.HELPER.value, _("帮办代办")),
]


class Official(models.Model):
    """One who works for an authority (工作人员); in service from `active_from` to `active_to`, both
    included."""

    account = models.OneToOneField("parties.Account", on_delete=models.PROTECT, related_name="official")
    name = models.CharField(max_length=100)
    authority = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="officials")
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("工作人员")
        verbose_name_plural = _("工作人员")

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """What an official is charged with at an authority (岗位职责), from `starts_on` to `ends_on`, both
    included.

    A duty that is ended at once ends on the day before, so one ended on its first day was never in force.
    """

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=20, choices=DUTY_NAMES)
    authority = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="duties")
    window = models.ForeignKey("parties.Window", on_delete=models.PROTECT, null=True, blank=True, related_name="duties")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("岗位职责")
        verbose_name_plural = _("岗位职责")
        constraints = [
            models.UniqueConstraint(
                fields=["official", "kind", "authority", "window"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="duty_held_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _name in DUTY_NAMES]), name="duty_kind_known"),
        ]
        indexes = [models.Index(fields=["authority", "kind"], name="duty_by_authority")]

    def __str__(self) -> str:
        return f"{self.official} {self.get_kind_display()}"
