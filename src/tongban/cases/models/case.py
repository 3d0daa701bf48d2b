from django.db import models

from tongban.kernel.sealing import SealedJSONField


class Case(models.Model):
    """One application under one version of an implementation list (办件), on its matter.

    `answers` follow the version's form; `sources` say where a prefilled value came from, see `rules.sources`; `things`
    names which of several things of the applicant it is about, by domain: {"property": "its unit number"}.
    `about_licence` names the licence that a renewal, change, reissue or surrender is about. `power_authority` is whose
    power it is, where another authority exercises it; `helper` is the official who applied for the applicant
    (帮办代办). A `mock` case has no legal effect. `revision` counts what was saved of the answers; `touched` says of
    each who changed it last: {field: {"revision", "at", "by", "device", "page"}}.
    """

    class Channel(models.TextChoices):
        WEB = "web", "网上"
        WINDOW = "window", "窗口"
        PHONE = "phone", "电话"
        KIOSK = "kiosk", "自助终端"
        AGENT = "agent", "帮办代办"

    class Purpose(models.TextChoices):
        NEW = "new", "新办"
        RENEWAL = "renewal", "延续"
        CHANGE = "change", "变更"
        REISSUE = "reissue", "补证"
        SURRENDER = "surrender", "注销"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="case")
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="+")
    task_code = models.CharField(max_length=36)
    answers = SealedJSONField(default=dict)
    sources = SealedJSONField(default=dict)
    things = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    touched = models.JSONField(default=dict)
    received_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.NEW)
    about_licence = models.CharField(max_length=120, blank=True)
    situation = models.JSONField(default=dict)
    deemed_accepted = models.BooleanField(default=False)
    mock = models.BooleanField(default=False)
    converted_from = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", null=True, db_index=False)
    power_authority = models.ForeignKey(
        "parties.Authority", models.PROTECT, related_name="+", null=True, db_index=False
    )
    combined = models.ForeignKey(
        "cases.CombinedApplication", models.PROTECT, related_name="cases", null=True, blank=True
    )
    clerk = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    helper = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        db_table = "cases_case"

    @property
    def online(self) -> bool:
        """Tell whether it was applied for on the site, with files: by the applicant, an agent or a helper."""
        return self.channel == self.Channel.WEB or self.helper_id is not None
