"""The rows of a version: legal basis, materials, steps, fees, questions and answers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.catalogue.rules.enumerations import (
    CARRIERS,
    COPY_KINDS,
    EXEMPT_PATHS,
    MATERIAL_FORMS,
    NECESSITIES,
    SOURCES,
    STEP_KINDS,
    UPLOADS,
)


class Basis(models.Model):
    """A legal basis (设定依据): the title of a law and its article, or a parameter set by the city."""

    version = models.ForeignKey("catalogue.Version", on_delete=models.CASCADE, related_name="bases")
    law = models.CharField(max_length=300)
    article = models.CharField(max_length=200, blank=True)
    local_parameter = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        verbose_name = "设定依据"
        verbose_name_plural = "设定依据"
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="basis_order_once")]

    def __str__(self) -> str:
        return f"《{self.law}》{self.article}"


class Material(models.Model):
    """One slot of the material list (申请材料): filled by a file, a licence or the online form.

    `sample` tells what a good one looks like and the errors people make; a deferrable one comes within `defer_days`
    working days of acceptance. `is_proof` marks what others have to attest (证明事项); `standard` tells when it is good
    enough (受理标准), `basis` which law asks for it. Where neither a licence nor shared data (`exempt_code`: a licence
    type, a register, or data elements with commas between them) answers, the authority `assisted_by` may be asked
    (协查).
    """

    version = models.ForeignKey("catalogue.Version", on_delete=models.CASCADE, related_name="materials")
    code = models.SlugField(max_length=50)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    necessity = models.CharField(max_length=12)
    carrier = models.CharField(max_length=10)
    source = models.CharField(max_length=12)
    issuer = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=12)
    copies = models.PositiveSmallIntegerField(default=1)
    accepts = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    max_mb = models.PositiveSmallIntegerField(default=10)
    note = models.TextField(blank=True)
    sample = models.TextField(blank=True)
    defer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    exempt_path = models.CharField(max_length=12, blank=True)
    exempt_code = models.CharField(max_length=100, blank=True)
    exempt_reason = models.TextField(blank=True)
    assisted_by = models.CharField(max_length=50, blank=True)
    is_proof = models.BooleanField(default=False)
    copy_kind = models.CharField(max_length=10, default="either")
    standard = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        verbose_name = "申请材料"
        verbose_name_plural = "申请材料"
        indexes = [
            models.Index(fields=["version"], condition=Q(is_proof=True), name="material_proofs"),
            models.Index(fields=["version"], condition=Q(necessity="deferrable"), name="material_deferrable"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="material_code_once"),
            models.UniqueConstraint(fields=["version", "order"], name="material_order_once"),
            models.CheckConstraint(condition=Q(necessity__in=list(NECESSITIES)), name="material_necessity_known"),
            models.CheckConstraint(condition=Q(carrier__in=list(CARRIERS)), name="material_carrier_known"),
            models.CheckConstraint(condition=Q(source__in=list(SOURCES)), name="material_source_known"),
            models.CheckConstraint(condition=Q(form__in=list(MATERIAL_FORMS)), name="material_form_known"),
            models.CheckConstraint(condition=Q(exempt_path__in=["", *EXEMPT_PATHS]), name="material_exempt_path_known"),
            models.CheckConstraint(condition=Q(accepts__contained_by=list(UPLOADS)), name="material_accepts_known"),
            models.CheckConstraint(condition=Q(copy_kind__in=list(COPY_KINDS)), name="material_copy_kind_known"),
            models.CheckConstraint(condition=Q(max_mb__range=(0, 200)), name="material_max_mb_in_range"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A step of the handling (办理环节); `after` names the steps that must have ended before it.

    `only_when` is a rule on the answers (zen expression): where it does not hold, the step falls away.
    """

    version = models.ForeignKey("catalogue.Version", on_delete=models.CASCADE, related_name="steps")
    code = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    authority = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    after = ArrayField(models.SlugField(max_length=50), default=list, blank=True)
    lead = models.BooleanField(default=False)
    kind = models.CharField(max_length=10)
    only_when = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        verbose_name = "办理环节"
        verbose_name_plural = "办理环节"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="step_code_once"),
            models.UniqueConstraint(fields=["version", "order"], name="step_order_once"),
            models.CheckConstraint(condition=Q(kind__in=list(STEP_KINDS)), name="step_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Fee(models.Model):
    """A fee (收费项目), with its standard and the basis that allows it (行政许可法 art. 58).

    `amount` is in fen (分) where it is fixed; `before_acceptance` is the law that lets it be asked for that early.
    """

    version = models.ForeignKey("catalogue.Version", on_delete=models.CASCADE, related_name="fees")
    name = models.CharField(max_length=200)
    standard = models.CharField(max_length=500)
    basis = models.CharField(max_length=500)
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    reductions = models.JSONField(default=list)
    before_acceptance = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        verbose_name = "收费项目"
        verbose_name_plural = "收费项目"
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="fee_order_once")]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """A question that people ask, and its answer (常见问题)."""

    version = models.ForeignKey("catalogue.Version", on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(max_length=500)
    answer = models.TextField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        verbose_name = "常见问题"
        verbose_name_plural = "常见问题"
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="question_order_once")]

    def __str__(self) -> str:
        return self.question
