"""Who carries an item out, where, and the versions of how (实施清单)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongban.catalogue.rules.enumerations import (
    AUDIENCES,
    CHANNELS,
    DEPTHS,
    INSTANCES,
    ITEM_TYPES,
    LEVELS,
    RESULT_KINDS,
    UNITS,
    VERSION_STATES,
    Instance,
    VersionState,
)


class Implementation(models.Model):
    """An item as one authority carries it out in its region, known by its 实施编码.

    `current` is the version in use; without one the public does not see the implementation.
    """

    task_code = models.CharField(max_length=36, unique=True)
    local_code = models.CharField(max_length=50, blank=True)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="implementations")
    authority = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="implementations")
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=1)
    current = models.OneToOneField(
        "catalogue.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["task_code"]
        verbose_name = "实施清单"
        verbose_name_plural = "实施清单"
        constraints = [
            models.UniqueConstraint(
                fields=["local_code"], condition=~Q(local_code=""), name="implementation_local_code_once"
            ),
            models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="implementation_level_known"),
        ]

    def __str__(self) -> str:
        return self.task_code


class Version(models.Model):
    """One version of an implementation list; the database refuses changes once it has left the draft.

    `content_hash` is the SHA-256 of the content it was imported from: the same content is known again by it.
    `variant` tells versions that are in use side by side apart; the ordinary one has none. `pause_grounds` are those
    that the item's own law names beyond 行政许可法 第四十五条; `commitment` holds the texts of 告知承诺.
    """

    implementation = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=VersionState.DRAFT.value)
    effective_on = models.DateField()
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    audience = ArrayField(models.CharField(max_length=30), default=list)
    themes = ArrayField(models.SlugField(max_length=50), default=list, blank=True)
    type = models.CharField(max_length=2)
    instance = models.CharField(max_length=10)
    joint = models.BooleanField(default=False)
    legal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_unit = models.CharField(max_length=10, default="working")
    promised_days = models.PositiveSmallIntegerField()
    promised_unit = models.CharField(max_length=10, default="working")
    conditions = ArrayField(models.TextField(), default=list, blank=True)
    channels = ArrayField(models.CharField(max_length=10), default=list)
    online_depth = ArrayField(models.CharField(max_length=1), default=list, blank=True)
    visits = models.PositiveSmallIntegerField(default=0)
    result_name = models.CharField(max_length=200, blank=True)
    result_kind = models.CharField(max_length=10)
    licence_type = models.CharField(max_length=50, blank=True)
    result_validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    office_hours = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    complaint_phone = models.CharField(max_length=40, blank=True)
    form = models.JSONField(default=dict)
    pause_grounds = models.JSONField(default=list)
    commitment = models.JSONField(default=dict)
    situations = models.JSONField(default=list)
    variant = models.SlugField(max_length=30, blank=True)

    class Meta:
        ordering = ["implementation", "number"]
        verbose_name = "实施清单版本"
        verbose_name_plural = "实施清单版本"
        constraints = [
            models.UniqueConstraint(fields=["implementation", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["implementation", "variant"],
                condition=Q(state=VersionState.PUBLISHED.value),
                name="version_one_published",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_1"),
            models.CheckConstraint(condition=Q(state__in=list(VERSION_STATES)), name="version_state_known"),
            models.CheckConstraint(condition=Q(type__in=list(ITEM_TYPES)), name="version_type_known"),
            models.CheckConstraint(condition=Q(instance__in=list(INSTANCES)), name="version_instance_known"),
            models.CheckConstraint(
                condition=Q(legal_unit__in=list(UNITS), promised_unit__in=list(UNITS)),
                name="version_units_known",
            ),
            models.CheckConstraint(condition=Q(result_kind__in=list(RESULT_KINDS)), name="version_result_kind_known"),
            models.CheckConstraint(condition=Q(audience__contained_by=list(AUDIENCES)), name="version_audience_known"),
            models.CheckConstraint(condition=Q(channels__contained_by=list(CHANNELS)), name="version_channels_known"),
            models.CheckConstraint(
                condition=Q(online_depth__contained_by=list(DEPTHS)), name="version_online_depth_known"
            ),
            models.CheckConstraint(
                condition=~Q(instance=Instance.INSTANT.value) | Q(promised_days=0),
                name="version_instant_means_no_days",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT.value, published_at=None) | Q(published_at__isnull=False),
                name="version_published_at_known",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("published_at")),
                name="version_superseded_after_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"
