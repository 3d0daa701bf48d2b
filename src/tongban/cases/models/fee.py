from django.db import models


class Charge(models.Model):
    """A fee that is owed for a case, with its basis (行政许可法 第五十八条); amounts are in fen (分)."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="charges")
    name = models.CharField(max_length=200)
    basis = models.CharField(max_length=500)
    amount = models.PositiveBigIntegerField()
    reduction = models.PositiveBigIntegerField(default=0)
    reduction_basis = models.CharField(max_length=500, blank=True)
    voucher = models.CharField(max_length=40, unique=True)
    charged_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.CharField(max_length=20, blank=True)
    receipt = models.CharField(max_length=60, blank=True)
    refunded = models.PositiveBigIntegerField(default=0)
    refunded_at = models.DateTimeField(null=True, blank=True)
    refund_reason = models.TextField(blank=True)
    reconciled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_charge"
        constraints = [
            models.CheckConstraint(condition=models.Q(reduction__lte=models.F("amount")), name="charge_reduced_to_0"),
            models.CheckConstraint(
                condition=models.Q(refunded__lte=models.F("amount") - models.F("reduction")),
                name="charge_refunds_what_was_paid",
            ),
        ]
