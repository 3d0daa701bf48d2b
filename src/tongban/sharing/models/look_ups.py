"""Who looked into the registers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.kernel.sealing import SealedCharField


class LookUp(models.Model):
    """One look into the registers: who, of whom, which elements, for what, and with which outcome.

    Never changed and never deleted. `asked` are the elements that were asked for, `elements` those that were told;
    `rows` name the rows that answered; `params_hash` is the SHA-256 of all that was asked.
    """

    class Act(models.TextChoices):
        LOOK_UP = "look_up", "查询"
        SEARCH = "search", "提供单位检索"
        CORRECTION = "correction", "更正"

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "已提供"
        NOTHING = "nothing", "没有查到"
        FAILED = "failed", "查询失败"
        REFUSED = "refused", "被拒绝"

    act = models.CharField(max_length=12, choices=Act.choices, default=Act.LOOK_UP)
    subject_code = SealedCharField(max_length=18, public_codes=True)
    asked = ArrayField(models.CharField(max_length=80), default=list)
    elements = ArrayField(models.CharField(max_length=80))
    registers = ArrayField(models.CharField(max_length=50))
    rows = ArrayField(models.CharField(max_length=80), default=list)
    actor_name = models.CharField(max_length=100)
    organisation_name = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey("parties.Account", models.PROTECT, null=True, blank=True, related_name="+")
    client_system = models.ForeignKey("parties.ClientSystem", models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=300)
    case_number = models.CharField(max_length=50, blank=True)
    params_hash = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.ANSWERED)
    reason = models.CharField(max_length=200, blank=True)
    latency_ms = models.PositiveIntegerField(default=0)
    masked = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "数据使用记录"
        verbose_name_plural = "数据使用记录"
        indexes = [models.Index(fields=["subject_code", "-at"], name="look_up_by_subject")]
        constraints = [models.CheckConstraint(condition=~Q(purpose=""), name="look_up_has_a_purpose")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.purpose}"
