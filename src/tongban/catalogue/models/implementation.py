"""Who carries an item out, where, and the versions of how (实施清单)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongban.catalogue.rules.enumerations import (
    AUDIENCES,
    CHANNELS,
    DEPTHS,
    EX_OFFICIO_TYPES,
    INSTANCES,
    ITEM_TYPES,
    LEVELS,
    RESULT_KINDS,
    SERVICE_AREAS,
    STANDINGS,
    UNITS,
    VERSION_STATES,
    Instance,
    Standing,
    VersionState,
)

_BEFORE_USE = [VersionState.DRAFT.value, VersionState.SCHEDULED.value, VersionState.WITHDRAWN.value]
_USED = [VersionState.PUBLISHED.value, VersionState.SUPERSEDED.value]


class Implementation(models.Model):
    """An item as one authority carries it out in its region, known by its 实施编码.

    `current` is the version in force, which may say that the item is suspended or cancelled; without one the public
    does not see the implementation.
    """

    task_code = models.CharField(max_length=36, unique=True)
    local_code = models.CharField(max_length=60, blank=True)
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

    `content` is the whole of what was said, as `read_item` returns it (of a draft: as far as it has come); the columns
    and the rows of the version are taken from it, so that the database can be asked. `content_hash` is its SHA-256: the
    same content is known again by it. `changes` tells how it differs from the version before (`rules.difference`).
    It came by `revision`. In force from `effective_on`, as `superseded_at` says until when. `standing` is the item's
    own (事项状态): to suspend or cancel an item is to publish a version that says so.
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
    content = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    revision = models.ForeignKey(
        "catalogue.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )
    standing = models.CharField(max_length=10, default=Standing.IN_USE.value)
    standing_reason = models.CharField(max_length=500, blank=True)

    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    audience = ArrayField(models.CharField(max_length=30), default=list)
    themes = ArrayField(models.SlugField(max_length=50), default=list, blank=True)
    type = models.CharField(max_length=2)
    instance = models.CharField(max_length=10, blank=True)
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
    result_kind = models.CharField(max_length=10, blank=True)
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
    business_items = models.JSONField(default=list)
    condition_rules = models.JSONField(default=list)
    intermediaries = models.JSONField(default=list)
    cancelled_proofs = models.JSONField(default=list)
    special_procedures = models.JSONField(default=list)
    ex_officio = models.JSONField(default=dict)
    power_source = models.CharField(max_length=1, blank=True)
    service_area = models.CharField(max_length=20, blank=True)
    delegated_to = ArrayField(models.CharField(max_length=1), default=list, blank=True)
    self_service = models.BooleanField(default=False)
    pays_online = models.BooleanField(default=False)
    visits_reason = models.CharField(max_length=300, blank=True)
    result_sample = models.TextField(blank=True)
    listed_as = models.CharField(max_length=100, blank=True)
    quantity_limit = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["implementation", "number"]
        verbose_name = "实施清单版本"
        verbose_name_plural = "实施清单版本"
        # The published lists of a day go through all that was in force, and never read the wide rows for it.
        indexes = [
            models.Index(
                fields=["published_at"],
                include=[
                    "id",
                    "superseded_at",
                    "implementation",
                    "variant",
                    "standing",
                    "type",
                    "instance",
                    "visits",
                    "channels",
                    "online_depth",
                    "service_area",
                    "delegated_to",
                    "self_service",
                ],
                condition=Q(published_at__isnull=False),
                name="version_listed",
            ),
            models.Index(fields=["superseded_at"], condition=Q(superseded_at__isnull=False), name="version_superseded"),
            models.Index(fields=["id"], condition=~Q(commitment={}), name="version_commitment"),
            models.Index(fields=["id"], condition=~Q(intermediaries=[]), name="version_intermediaries"),
            models.Index(fields=["id"], condition=~Q(cancelled_proofs=[]), name="version_cancelled_proofs"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["implementation", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["implementation", "variant"],
                condition=Q(state=VersionState.PUBLISHED.value),
                name="version_one_published",
            ),
            models.UniqueConstraint(
                fields=["implementation", "variant"],
                condition=Q(state=VersionState.DRAFT.value),
                name="version_one_draft",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_1"),
            models.CheckConstraint(condition=Q(state__in=list(VERSION_STATES)), name="version_state_known"),
            models.CheckConstraint(condition=Q(type__in=list(ITEM_TYPES)), name="version_type_known"),
            # What an authority does of its own accord is not answered within a promise, nor has it a result.
            models.CheckConstraint(
                condition=Q(type__in=list(EX_OFFICIO_TYPES), instance="", result_kind="", promised_days=0)
                | Q(instance__in=list(INSTANCES), result_kind__in=list(RESULT_KINDS))
                & ~Q(type__in=list(EX_OFFICIO_TYPES)),
                name="version_shaped_by_its_type",
            ),
            models.CheckConstraint(condition=Q(standing__in=list(STANDINGS)), name="version_standing_known"),
            models.CheckConstraint(
                condition=Q(service_area__in=["", *SERVICE_AREAS]), name="version_service_area_known"
            ),
            models.CheckConstraint(
                condition=Q(legal_unit__in=list(UNITS), promised_unit__in=list(UNITS)),
                name="version_units_known",
            ),
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
                condition=Q(state__in=_BEFORE_USE, published_at=None) | Q(state__in=_USED, published_at__isnull=False),
                name="version_published_at_known",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("published_at")),
                name="version_superseded_after_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"
