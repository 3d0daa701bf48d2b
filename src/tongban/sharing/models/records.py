"""What the registers know: a table for each of the five base registers, and one for those of departments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tongban.kernel.sealing import SealedCharField, SealedJSONField
from tongban.sharing.models.registers import Register


class RegisterRecord(models.Model):
    """What a register knows of a subject on a day, and of one thing of theirs where they hold several.

    `subject_code` is an identity number, a unified social credit code or a region's code; `object_code` names the
    thing, a property unit or a licence; `row_guid` is the row's name at the provider. What has no column of its own
    stands in `values` by data element.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="+", db_index=False)
    subject_code = SealedCharField(max_length=18, public_codes=True)
    object_code = models.CharField(max_length=120, blank=True)
    object_name = models.CharField(max_length=200, blank=True)
    row_guid = models.CharField(max_length=64, blank=True)
    as_of = models.DateField()
    values = SealedJSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["subject_code", "register", "object_code"], name="%(class)s_once"),
            models.UniqueConstraint(
                fields=["row_guid", "register"], name="%(class)s_guid_once", condition=~Q(row_guid="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.pk}"


class PopulationRecord(RegisterRecord):
    """A resident (人口基础信息库); the subject is their identity number."""

    name = models.CharField(max_length=100, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    born_on = models.DateField(null=True, blank=True)
    ethnic_group = models.CharField(max_length=30, blank=True)
    household_address = models.CharField(max_length=300, blank=True)
    household_number = SealedCharField(max_length=30, blank=True)
    household_head = models.CharField(max_length=100, blank=True)
    household_relation = models.CharField(max_length=30, blank=True)
    marital_status = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = SealedCharField(max_length=30, blank=True)

    class Meta(RegisterRecord.Meta):
        verbose_name = "人口基础信息"
        verbose_name_plural = "人口基础信息"


class LegalPersonRecord(RegisterRecord):
    """An enterprise or another organisation (法人基础信息库); the subject is its unified social credit code.

    `capital_yuan` is set where the capital as it was written can be read as an amount of renminbi.
    """

    name = models.CharField(max_length=200, blank=True)
    entity_kind = models.CharField(max_length=100, blank=True)
    legal_representative = models.CharField(max_length=100, blank=True)
    capital_yuan = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    capital_text = models.CharField(max_length=100, blank=True)
    capital_currency = models.CharField(max_length=3, blank=True)
    business_scope = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    region_code = models.CharField(max_length=12, blank=True)
    industry = models.CharField(max_length=100, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=50, blank=True)

    class Meta(RegisterRecord.Meta):
        verbose_name = "法人单位基础信息"
        verbose_name_plural = "法人单位基础信息"


class LandRecord(RegisterRecord):
    """A right to a piece of real estate (不动产登记); the subject is an owner, the object the property unit."""

    certificate_number = models.CharField(max_length=80, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    owner_codes = SealedCharField(max_length=200, blank=True, public_codes=True)
    right_kind = models.CharField(max_length=50, blank=True)
    right_nature = models.CharField(max_length=50, blank=True)
    address = models.CharField(max_length=300, blank=True)
    use = models.CharField(max_length=50, blank=True)
    floor_area = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    land_area = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    land_term = models.CharField(max_length=60, blank=True)

    class Meta(RegisterRecord.Meta):
        verbose_name = "自然资源和空间地理信息"
        verbose_name_plural = "自然资源和空间地理信息"


class EconomyRecord(RegisterRecord):
    """One indicator of a region in a period (宏观经济); the subject is the region's code of 12 digits.

    The object is the indicator with its period: "gdp/2025".
    """

    indicator = models.CharField(max_length=100, blank=True)
    period = models.CharField(max_length=20, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True)

    class Meta(RegisterRecord.Meta):
        verbose_name = "宏观经济信息"
        verbose_name_plural = "宏观经济信息"


class LicenceRecord(RegisterRecord):
    """An entry of the index of electronic licences (电子证照目录); the object is the licence's identifier."""

    type_code = models.CharField(max_length=50, blank=True)
    type_name = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, blank=True)

    class Meta(RegisterRecord.Meta):
        verbose_name = "电子证照索引"
        verbose_name_plural = "电子证照索引"


class DepartmentRecord(RegisterRecord):
    """What a department's own register knows, all of it by data element."""

    class Meta(RegisterRecord.Meta):
        verbose_name = "部门信息"
        verbose_name_plural = "部门信息"
