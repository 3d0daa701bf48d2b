"""Who stands in for whom, and which authority lets another act in its items."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Absence(models.Model):
    """A time in which a deputy holds the duties of an official who is away (离岗代理), both days included.

    In force when starts_on <= day <= ends_on and it was not ended before (`ended_at`).
    """

    class Reason(models.TextChoices):
        LEAVE = "leave", _("休假")
        TRAVEL = "travel", _("出差")
        TRAINING = "training", _("培训")
        OTHER = "other", _("其他")

    official = models.ForeignKey("parties.Official", on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey("parties.Official", on_delete=models.PROTECT, related_name="deputising")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("离岗代理")
        verbose_name_plural = _("离岗代理")
        constraints = [
            models.CheckConstraint(condition=~Q(deputy=F("official")), name="absence_deputy_is_another"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.official} {self.starts_on} – {self.ends_on}"


class Authorisation(models.Model):
    """A list of items (授权书) in which one authority lets another act, both days included.

    "window": the clerks of `to_authority` (at `window` where one is named) receive and accept for `from_authority`.
    "centralised": `to_authority` exercises the powers as its own, under its own seal (相对集中行政许可权).
    In force when starts_on <= day <= ends_on (open when ends_on is null) and it is not revoked.
    """

    class Kind(models.TextChoices):
        WINDOW = "window", _("窗口授权")
        CENTRALISED = "centralised", _("集中行使")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    from_authority = models.ForeignKey(
        "parties.Authority", on_delete=models.PROTECT, related_name="authorisations_given"
    )
    to_authority = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="authorisations_held")
    window = models.ForeignKey("parties.Window", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    task_codes = ArrayField(models.CharField(max_length=36))
    document_number = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("授权书")
        verbose_name_plural = _("授权书")
        constraints = [
            models.UniqueConstraint(
                fields=["document_number", "kind", "from_authority", "to_authority", "window"],
                nulls_distinct=False,
                name="authorisation_once_a_document",
            ),
            models.CheckConstraint(condition=~Q(to_authority=F("from_authority")), name="authorisation_is_to_another"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="authorisation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind="window") | Q(kind="centralised", window__isnull=True),
                name="authorisation_kind_known",
            ),
            models.CheckConstraint(condition=Q(task_codes__len__gt=0), name="authorisation_names_items"),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} {self.from_authority} → {self.to_authority}"
