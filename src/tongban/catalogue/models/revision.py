"""How the catalogue changes: what is proposed, by whom, and what was found wrong with a guide."""

from __future__ import annotations

from django.db import models


class Revision(models.Model):
    """A change to one or many items on its way to being in force (变更单); a matter of its own.

    `author`, `reviewer` and `publisher` are three different officials; a list that was taken over whole by the
    command line has none. `effective_on` empty: at once. `returned_for` is why it last came back.
    """

    class Source(models.TextChoices):
        PAGES = "pages", "在线编制"
        FILE = "file", "文件导入"
        SYSTEM = "system", "系统装载"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="revision")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PAGES)
    reason = models.CharField(max_length=500, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    returned_for = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(
        "parties.Official", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    reviewer = models.ForeignKey(
        "parties.Official", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    publisher = models.ForeignKey(
        "parties.Official", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )

    class Meta:
        verbose_name = "变更单"
        verbose_name_plural = "变更单"

    def __str__(self) -> str:
        return f"{self.pk}"


class GuideReport(models.Model):
    """Somebody says that a guide is wrong (指南纠错); a matter that the authority owes an answer.

    A person who says so is the matter's agent, an official is `official`: whoever it was reads the answer.
    """

    class About(models.TextChoices):
        CONDITIONS = "conditions", "受理条件"
        MATERIALS = "materials", "申请材料"
        LIMITS = "limits", "办理时限"
        FEES = "fees", "收费"
        PLACE = "place", "地点、时间或电话"
        OTHER = "other", "其他"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="guide_report")
    implementation = models.ForeignKey("catalogue.Implementation", models.PROTECT, related_name="guide_reports")
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="+", db_index=False)
    official = models.ForeignKey(
        "parties.Official", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    about = models.CharField(max_length=10, choices=About.choices)
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "指南纠错"
        verbose_name_plural = "指南纠错"

    def __str__(self) -> str:
        return f"{self.pk}"
