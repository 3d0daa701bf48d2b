from django.db import models
from django.utils.translation import gettext_lazy as _


class Transfer(models.Model):
    """A case that changed hands (移送): between officials of one authority, or to another authority; and why."""

    class Ground(models.TextChoices):
        COMPETENCE = "competence", _("不属本机关职权")
        POWERS_MOVED = "powers_moved", _("职权划转")
        RECUSAL = "recusal", _("回避")
        WORKLOAD = "workload", _("工作调配")

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="transfers")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reason = models.TextField()
    from_authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+", db_index=False)
    to_authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+", db_index=False)
    from_official = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    to_official = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "cases_transfer"
