from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class JournalEntry(models.Model):
    """What was said of a matter, by whom and when. Append-only: a trigger refuses UPDATE and DELETE.

    `leaf_hash` is the RFC 6962 leaf hash of the entry's canonical JSON (RFC 8785). `occurred_at` is what the actor
    claims, `recorded_at` what the server saw.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="entries", db_index=False)
    sequence = models.IntegerField()
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    actor = models.JSONField()
    source = models.CharField(max_length=20)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "matters_journal_entry"
        # Entries come in the order of time, so a few pages tell where a week of them lies.
        indexes = [BrinIndex(fields=["recorded_at"], name="journal_entry_of_when")]
        constraints = [models.UniqueConstraint(fields=["matter", "sequence"], name="journal_entry_in_order")]


class TreeLeaf(models.Model):
    """The place of a journal entry in the Merkle tree."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField("matters.JournalEntry", models.PROTECT, related_name="leaf")

    class Meta:
        db_table = "matters_tree_leaf"


class TreeTile(models.Model):
    """A piece of the Merkle tree (C2SP tlog-tiles): up to 256 hashes of 32 bytes, one after the other.

    They are those of tree level 8 * `level` at the places from 256 * `index`. What the last tile of a level holds only
    grows: a trigger refuses every other change.
    """

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=256 * 32)

    class Meta:
        db_table = "matters_tree_tile"


class Checkpoint(models.Model):
    """A signed statement of the tree's size and root (C2SP tlog-checkpoint)."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "matters_checkpoint"


# The hash of the key that wrote a signature line, in hex: the first four bytes of its signature (signed-note).
_KEY_HASH = models.Func(
    "line", template="encode(substring(decode(split_part(%(expressions)s, ' ', 3), 'base64') FROM 1 FOR 4), 'hex')"
)


class Cosignature(models.Model):
    """A witness's line under a checkpoint: it saw the journal go on from what it saw before (C2SP tlog-cosignature).

    A witness that has a new key under its old name is another witness.
    """

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    line = models.TextField()
    key_hash = models.GeneratedField(expression=_KEY_HASH, output_field=models.CharField(max_length=8), db_persist=True)
    cosigned_at = models.DateTimeField()

    class Meta:
        db_table = "matters_cosignature"
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness", "key_hash"], name="cosignature_once")]


class Witness(models.Model):
    """How far a witness has seen the journal, and how asking it went; `trouble` is empty when it went well."""

    key = models.CharField(max_length=300, primary_key=True)
    size = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    cosigned_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "matters_witness"
