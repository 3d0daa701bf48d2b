from django.db import models


class Commitment(models.Model):
    """What the applicant was told and promised in writing (告知承诺书、容缺受理承诺书), by version of the two texts.

    国办发〔2020〕42号: who promises is told of the condition, the content and the liability; the proof in `replaces`
    is then not asked for. `sha256` is of the canonical JSON of both texts, the signer and the day.
    """

    class Kind(models.TextChoices):
        DEFERRAL = "deferral", "容缺受理承诺"
        PROMISE = "promise", "告知承诺"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    told_version = models.CharField(max_length=40)
    told_text = models.TextField()
    promised_text = models.TextField()
    replaces = models.JSONField(default=list)
    signer = models.ForeignKey("parties.Person", models.PROTECT, related_name="+", null=True, db_index=False)
    signer_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_commitment"
        constraints = [models.UniqueConstraint(fields=["matter", "kind"], name="commitment_once_of_a_kind")]


class DeferredMaterial(models.Model):
    """A material that may come after acceptance (容缺后补): by when, and whether it came."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="deferred_materials")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    due_on = models.DateField()
    given_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_deferred_material"
        constraints = [models.UniqueConstraint(fields=["matter", "code"], name="deferred_material_once")]


class Verification(models.Model):
    """The later check of what was promised in a case (事中事后核查), on a matter of its own.

    `of` is the case, `planned` the way that its item names; the rest is said when it is verified. 国办发〔2020〕42号.
    """

    class Method(models.TextChoices):
        DATA = "data", "在线核验"
        SITE = "site", "现场核查"
        ASSIST = "assist", "部门协查"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="verification")
    of = models.OneToOneField("matters.Matter", models.PROTECT, related_name="verified_by")
    task_code = models.CharField(max_length=36)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="+", db_index=False)
    planned = models.CharField(max_length=10, choices=Method.choices)
    method = models.CharField(max_length=10, choices=Method.choices, blank=True)
    result = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    companion = models.CharField(max_length=100, blank=True)
    verified_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    verified_by_name = models.CharField(max_length=100, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_verification"
