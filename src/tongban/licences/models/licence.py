from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongban.kernel.sealing import SealedCharField, SealedJSONField

# The states that a standing may have; how they follow each other is the table's matter (lifecycle.py).
WRITTEN = (
    *("valid", "suspended", "expired", "revoked", "forfeited", "withdrawn", "cancelled", "transferred", "superseded"),
)


class Licence(models.Model):
    """A licence as it was issued (电子证照): what it says never changes, only its standing does.

    `state` repeats the newest standing, so that lists are index scans. `face` is what is printed, in order:
    {"key", "label", "label_en", "value"} with text values. A licence that is issued anew keeps its number and serial in
    the next version. `trust_level` A: made by this system from its own decision; B: told by its authority's own system;
    C and D: copied from paper, with and without a check against it. What came with the stock has a `batch`, at first no
    file, and perhaps a scan; its holder may be somebody whom we do not know yet, told by `holder_code` alone.
    `holder_type` is the kind of that code (GB/T 36903: 111 identity number, 001 unified social credit code).
    """

    class HolderKind(models.TextChoices):
        PERSON = "person", _("自然人")
        ORGANISATION = "organisation", _("法人和其他组织")

    identifier = models.CharField(max_length=120, unique=True)
    type = models.ForeignKey("licences.LicenceType", models.PROTECT, related_name="licences")
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=100)
    serial = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True, blank=True)
    holder_kind = models.CharField(max_length=12, choices=HolderKind.choices)
    holder_person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    holder_organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    holder_name = models.CharField(max_length=200)
    holder_code = SealedCharField(max_length=18, public_codes=True)
    holder_type = models.CharField(max_length=3, blank=True)
    authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+", db_index=False)
    authority_name = models.CharField(max_length=200)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    face = SealedJSONField(default=list)
    file_sha256 = models.CharField(max_length=64, unique=True, null=True, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey("licences.StockImport", models.PROTECT, related_name="licences", null=True, blank=True)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="licences", null=True, blank=True)
    trust_level = models.CharField(max_length=1, default="A")
    state = models.CharField(max_length=12, default="valid")
    one_per_holder = models.BooleanField(default=False)

    class Meta:
        db_table = "licences_licence"
        verbose_name = _("证照")
        verbose_name_plural = _("证照")
        indexes = [
            models.Index(
                fields=["holder_person", "-issued_on"],
                name="licence_of_person",
                condition=Q(holder_person__isnull=False),
            ),
            models.Index(
                fields=["holder_organisation", "-issued_on"],
                name="licence_of_organisation",
                condition=Q(holder_organisation__isnull=False),
            ),
            models.Index(fields=["authority", "-issued_on"], name="licence_of_authority"),
            models.Index(fields=["holder_code", "type"], name="licence_of_code"),
            models.Index(fields=["number"], name="licence_of_number"),
            models.Index(
                fields=["valid_until"],
                name="licence_still_to_end",
                condition=Q(state__in=("valid", "suspended"), valid_until__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="licence_one_holder",
                condition=Q(holder_kind="person", holder_organisation=None)
                | Q(holder_kind="organisation", holder_person=None),
            ),
            models.UniqueConstraint(
                fields=["number", "version", "type", "authority"], name="licence_number_once_a_version"
            ),
            models.UniqueConstraint(
                fields=["type", "holder_code"],
                name="licence_one_per_holder",
                condition=Q(one_per_holder=True, state__in=("valid", "suspended")),
            ),
            models.CheckConstraint(name="licence_version_range", condition=Q(version__range=(1, 999))),
            models.CheckConstraint(
                name="licence_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="licence_trust_level_known", condition=Q(trust_level__in=("A", "B", "C", "D"))),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def authority_name_en(self) -> str:
        """Return the issuer's English name, "" where it has none or is no longer called what the licence says."""
        return self.authority.name_en if self.authority.name == self.authority_name else ""


class LicenceStanding(models.Model):
    """How a licence stands from a moment on (证照状态), why and on what basis; rows are only ever added.

    `verb` is the operation that led to it. A licence that gave way to one that stood beside it `refers_to` that one.
    """

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="standings")
    state = models.CharField(max_length=12)
    from_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    actor_name = models.CharField(max_length=100)
    verb = models.CharField(max_length=20, blank=True)
    refers_to = models.ForeignKey(Licence, models.PROTECT, related_name="+", null=True, blank=True, db_index=False)

    class Meta:
        db_table = "licences_standing"
        ordering = ["pk"]
        verbose_name = _("证照状态")
        verbose_name_plural = _("证照状态")
        constraints = [
            models.CheckConstraint(
                name="licence_standing_known",
                condition=Q(state__in=WRITTEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.state}"
