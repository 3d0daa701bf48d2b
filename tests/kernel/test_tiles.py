"""The tiles of a tree against a naive recursion, and their paths against the specification's examples (tlog-tiles)."""

import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.rules import merkle
from tongban.kernel.rules.tiles import Edge, Tile, index_path, node_in, parse_index, tile_of, width_of

# Deep enough for a third level of tiles.
MANY = 2 * 256 * 256 + 300
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(MANY)]


@functools.cache
def naive(start: int, end: int) -> bytes:
    """Return the root of a range, straight from RFC 6962 2.1."""
    if end - start == 1:
        return LEAVES[start]
    half = 1
    while half * 2 < end - start:
        half *= 2
    return merkle.node_hash(naive(start, start + half), naive(start + half, end))


@functools.cache
def whole() -> dict[Tile, bytes]:
    return Edge().append(LEAVES)


class TestTiles:
    def test_hold_every_eighth_level_and_as_much_as_the_size_says(self) -> None:
        assert {tile: len(hashes) // 32 for tile, hashes in whole().items()} == {
            **{(0, index): 256 for index in range(513)},
            (0, 513): 44,
            (1, 0): 256,
            (1, 1): 256,
            (1, 2): 1,
            (2, 0): 2,
        }
        assert all(len(hashes) // 32 == width_of(tile, MANY) for tile, hashes in whole().items())
        assert width_of((0, 514), MANY) == width_of((3, 0), MANY) == 0
        assert whole()[2, 0] == naive(0, 65536) + naive(65536, 131072)

    @given(size=st.integers(0, MANY), batches=st.lists(st.integers(1, 700), max_size=4))
    def test_are_the_same_in_whatever_batches_the_tree_grew(self, size: int, batches: list[int]) -> None:
        kept = {tile: hashes[: 32 * width_of(tile, size)] for tile, hashes in whole().items()}
        for count in batches:
            edge = Edge.of(size, node_in(kept))
            for tile, gained in edge.append(LEAVES[size : size + count]).items():
                kept[tile] = kept.get(tile, b"") + gained
            size = edge.size

        assert {tile: hashes for tile, hashes in kept.items() if hashes} == {
            tile: hashes[: 32 * width_of(tile, size)] for tile, hashes in whole().items() if width_of(tile, size)
        }
        assert Edge.of(size, node_in(kept)).root() == (naive(0, size) if size else merkle.EMPTY_ROOT)

    @given(level=st.integers(0, 16), place=st.integers(0, MANY))
    def test_give_every_node_between_their_levels(self, level: int, place: int) -> None:
        index = place >> level
        if (index + 1) << level <= MANY:
            assert node_in(whole())(level, index) == naive(index << level, (index + 1) << level)
            assert tile_of(level, index) == (level // 8, (index << level) >> 8 * (level // 8) >> 8)
        else:
            with pytest.raises(KeyError):
                node_in(whole())(level, index)

    @given(index=st.integers(0, MANY - 1), size=st.integers(1, MANY))
    def test_that_a_proof_needs_are_few(self, index: int, size: int) -> None:
        index %= size

        asked = {tile_of(*spot) for spot in merkle.coordinates_for_inclusion(index, size)}
        asked |= {tile_of(*spot) for spot in merkle.coordinates_for_consistency(index + 1, size)}

        # On each of three levels: the one over the leaf, and the last.
        assert len(asked) <= 6


class TestPaths:
    # The specification: tile 1234067 of level 0 is at x001/x234/067.
    @pytest.mark.parametrize(
        ("index", "path"), [(0, "000"), (7, "007"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")]
    )
    def test_are_written_and_read_in_groups_of_three(self, index: int, path: str) -> None:
        assert index_path(index) == path
        assert parse_index(path) == (index, 256)
        assert parse_index(f"{path}.p/8") == (index, 8)

    @pytest.mark.parametrize(
        "path",
        ["", "0", "0000", "x000/001", "001/002", "x001", "000.p/0", "000.p/08", "000.p/256", "000.p/999", "000.p/",
         "\u0660\u0661\u0662", "000\n", "-01", "x001/x234/x067", "/".join(["x001"] * 9) + "/000"],
    )  # fmt: skip
    def test_in_any_other_form_are_refused(self, path: str) -> None:
        with pytest.raises(ValueError, match="path"):
            parse_index(path)
