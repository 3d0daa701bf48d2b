from django.db import models
from django.db.models import F, Q

from tongban.kernel.sealing import SealedJSONField


class DocumentTemplate(models.Model):
    """A version of the template of a kind of documents, as typst text; one that was published never changes.

    At most one of a kind is a draft. The version that is in effect on the day of a document is the one it is set with.
    """

    kind = models.CharField(max_length=40)
    version = models.IntegerField()
    source = models.TextField()
    made_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "cases_document_template"
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="document_template_version"),
            models.UniqueConstraint(fields=["kind"], condition=Q(published_at=None), name="document_template_draft"),
            models.CheckConstraint(
                name="document_template_in_effect_when_published",
                condition=Q(published_at=None) & Q(effective_from=None)
                | Q(published_at__isnull=False) & Q(effective_from__isnull=False),
            ),
        ]
        indexes = [
            models.Index(F("kind"), F("effective_from").desc(), F("version").desc(), name="document_template_of_day")
        ]


class DocumentSeries(models.Model):
    """How far the numbers of one authority's documents of one kind have come in a year, without a gap (文号)."""

    prefix = models.CharField(max_length=80)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = "cases_document_series"
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="document_series_once")]


class Document(models.Model):
    """A statutory document (文书): what is printed on it, whose it is, and the hash of its file once that is made.

    As it is inserted, the database completes `key` (ASCII, for addresses) and `number` (文号) with the next of their
    series and names the template; afterwards only an empty `sha256` may still be filled in. `entry_sequence` points to
    the journal entry of the step that it was made with.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="documents")
    authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+", db_index=False)
    template = models.ForeignKey(DocumentTemplate, models.PROTECT, related_name="+", null=True, db_index=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    key = models.CharField(max_length=80, unique=True)
    number = models.CharField(max_length=120, unique=True)
    data = SealedJSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    entry_sequence = models.IntegerField()

    class Meta:
        db_table = "cases_document"
        indexes = [models.Index(fields=["sha256"], condition=~Q(sha256=""), name="document_by_file")]


class Archive(models.Model):
    """The package of a closed case (归档包) as it was at one version of its matter; the file is known by its hash."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="archives", db_index=False)
    version = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "cases_archive"
        constraints = [models.UniqueConstraint(fields=["matter", "version"], name="archive_once")]
