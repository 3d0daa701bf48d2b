"""The registers that the city can ask, and what each field of theirs is."""

from django.db import models
from django.db.models import Q


class Register(models.Model):
    """A register that answers for data elements: one of the five base registers (基础信息库) or a department's.

    `provider` answers for what it says. One that is not `connected` is known of and cannot be asked; a `connector`
    names the port through which one held elsewhere is asked, "" is held here. What is older than `update_days` is
    shown as stale (0: it never is).
    """

    class Kind(models.TextChoices):
        POPULATION = "population", "人口基础信息库"
        LEGAL_PERSONS = "legal_persons", "法人基础信息库"
        LAND_SPACE = "land_space", "自然资源和空间地理基础信息库"
        MACRO_ECONOMY = "macro_economy", "宏观经济基础信息库"
        LICENCES = "licences", "电子证照基础信息库"
        DEPARTMENT = "department", "部门信息库"

    key = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    provider = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+")
    connected = models.BooleanField(default=True)
    connector = models.CharField(max_length=50, blank=True)
    update_days = models.PositiveIntegerField(default=0)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = "信息库"
        verbose_name_plural = "信息库"

    def __str__(self) -> str:
        return self.name


class RegisterField(models.Model):
    """A data element that a register answers for (信息项), with its grade (数据分级).

    Level 1 is public, 2 internal, 3 personal or commercial, 4 sensitive personal: known for a case only.
    """

    register = models.ForeignKey(Register, models.CASCADE, related_name="fields")
    element = models.CharField(max_length=80)
    label = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField(default=3)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["register", "order"]
        verbose_name = "信息项"
        verbose_name_plural = "信息项"
        indexes = [models.Index(fields=["element"], name="register_field_by_element")]
        constraints = [
            models.UniqueConstraint(fields=["register", "element"], name="register_field_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="register_field_level_known"),
        ]

    def __str__(self) -> str:
        return self.label
