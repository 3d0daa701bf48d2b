from django.db import models


class Clock(models.Model):
    """A period that runs for somebody; `due_on` follows from its facts and the pauses (行政许可法 第八十二条).

    `subject` says what it is of where several of a kind may run: the code of a step.
    """

    class Unit(models.TextChoices):
        WORKING = "working", "工作日"
        CALENDAR = "calendar", "自然日"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=60, blank=True)
    started_on = models.DateField()
    days = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.WORKING)
    runs_for = models.CharField(max_length=20, default="authority")
    pausable = models.BooleanField(default=False)
    due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    stopped_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "matters_clock"
        indexes = [
            models.Index(
                fields=["due_on"], name="clock_open_step", condition=models.Q(kind="step", stopped_on__isnull=True)
            )
        ]


class Pause(models.Model):
    """A lawful exclusion of time (行政许可法 第四十五条): declared days, then the day on which it really ended.

    `file_name` and `sha256` are of the paper that it was opened on, where there is one.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=30)
    basis = models.CharField(max_length=200)
    reason = models.TextField()
    declared_days = models.PositiveIntegerField()
    started_on = models.DateField()
    expected_end_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        db_table = "matters_pause"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind"], condition=models.Q(ended_on=None), name="pause_one_open_of_a_kind"
            )
        ]
