"""A journal of the time before tiles keeps its tree: the conversion, on nodes as they were kept then."""

import importlib

import pytest
from django.db import connection

from tongban.kernel.rules.merkle import leaf_hash, node_hash
from tongban.kernel.rules.tiles import Edge
from tongban.matters.models import TreeTile

MIGRATION = importlib.import_module("tongban.matters.migrations.0011_the_tree_is_tiles")


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 70_000])
def test_nodes_become_the_tiles_that_the_sequencer_would_have_made(size: int) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    row, level = leaves, 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE matters_tree_node (id bigserial, level smallint, index bigint, hash bytea)")
        while row:
            cursor.execute(
                "INSERT INTO matters_tree_node (level, index, hash)"
                " SELECT %s::smallint, n - 1, h FROM unnest(%s::bytea[]) WITH ORDINALITY AS r(h, n) ORDER BY random()",
                [level, row],
            )
            row, level = [node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=False)], level + 1

        cursor.execute(MIGRATION.CONVERT)

    stored = {(level, index): bytes(hashes) for level, index, hashes in TreeTile.objects.values_list()}
    assert stored == Edge().append(leaves)
