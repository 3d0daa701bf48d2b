"""Merkle trees against the published vectors and a naive recursion straight from RFC 6962."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.rules import merkle
from tongban.kernel.rules.tiles import Edge, Tile, node_in

LEAVES = [
    bytes.fromhex(text)
    for text in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Store:
    """A tree that was kept as tiles, grown in batches; it notes the nodes that are asked for."""

    def __init__(self, leaves: list[bytes], batch: int = 3) -> None:
        self.tiles: dict[Tile, bytes] = {}
        self.asked: set[merkle.Coordinate] = set()
        for start in range(0, len(leaves), batch):
            edge = Edge.of(start, node_in(self.tiles))
            hashes = [merkle.leaf_hash(leaf) for leaf in leaves[start : start + batch]]
            for tile, gained in edge.append(hashes).items():
                self.tiles[tile] = self.tiles.get(tile, b"") + gained
            assert edge.root() == naive_root(leaves[: start + batch])

    def __call__(self, level: int, index: int) -> bytes:
        self.asked.add((level, index))
        return node_in(self.tiles)(level, index)


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = naive_split(len(leaves))
    return hashlib.sha256(b"\x01" + naive_root(leaves[:half]) + naive_root(leaves[half:])).digest()


def naive_split(width: int) -> int:
    half = 1
    while half * 2 < width:
        half *= 2
    return half


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = naive_split(len(leaves))
    if index < half:
        return [*naive_path(index, leaves[:half]), naive_root(leaves[half:])]
    return [*naive_path(index - half, leaves[half:]), naive_root(leaves[:half])]


def naive_consistency(first: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [naive_root(leaves)]
    half = naive_split(len(leaves))
    if first <= half:
        return [*naive_consistency(first, leaves[:half], whole), naive_root(leaves[half:])]
    return [*naive_consistency(first - half, leaves[half:], False), naive_root(leaves[:half])]


class TestPublishedTree:
    @pytest.mark.parametrize("size", range(9))
    def test_has_the_published_root(self, size: int) -> None:
        assert merkle.root(size, Store(LEAVES)).hex() == ROOTS[size]

    def test_has_the_published_paths(self) -> None:
        store = Store(LEAVES)

        assert [each.hex() for each in merkle.inclusion_proof(0, 8, store)] == [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
        assert [each.hex() for each in merkle.consistency_proof(6, 8, store)] == [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]


trees = st.integers(1, 70).map(lambda size: [f"entry {number}".encode() for number in range(size)])


class TestProofs:
    @given(leaves=trees, batch=st.integers(1, 9), at=st.integers(0, 10**6))
    def test_of_inclusion_agree_with_the_recursion_and_verify(self, leaves: list[bytes], batch: int, at: int) -> None:
        store, size, index = Store(leaves, batch), len(leaves), at % len(leaves)

        proof = merkle.inclusion_proof(index, size, store)

        assert proof == naive_path(index, leaves)
        assert store.asked == set(merkle.coordinates_for_inclusion(index, size))
        tree_root, leaf = naive_root(leaves), merkle.leaf_hash(leaves[index])
        assert merkle.verify_inclusion(index, size, leaf, proof, tree_root)
        assert not merkle.verify_inclusion(index, size, merkle.leaf_hash(b"forged"), proof, tree_root)
        assert not merkle.verify_inclusion(index, size, leaf, [*proof, tree_root], tree_root)
        assert not merkle.verify_inclusion(size, size, leaf, proof, tree_root)
        if proof:
            assert not merkle.verify_inclusion(index, size, leaf, proof[:-1], tree_root)
            assert not merkle.verify_inclusion(index ^ 1, size, leaf, proof, tree_root)

    @given(leaves=trees, batch=st.integers(1, 9), at=st.integers(0, 10**6))
    def test_of_consistency_agree_with_the_recursion_and_verify(self, leaves: list[bytes], batch: int, at: int) -> None:
        store, second, first = Store(leaves, batch), len(leaves), at % len(leaves) + 1

        proof = merkle.consistency_proof(first, second, store)

        assert proof == naive_consistency(first, leaves)
        assert store.asked == set(merkle.coordinates_for_consistency(first, second))
        older, newer = naive_root(leaves[:first]), naive_root(leaves)
        assert merkle.verify_consistency(first, second, older, newer, proof)
        if first < second:
            forged = naive_root([*leaves[: first - 1], b"forged"])
            assert not merkle.verify_consistency(first, second, forged, newer, proof)
            assert not merkle.verify_consistency(first, second, older, forged, proof)
            assert not merkle.verify_consistency(first, second, older, newer, proof[:-1])
            assert not merkle.verify_consistency(first, second, older, newer, [*proof, newer])

    @given(leaves=trees)
    def test_of_roots_need_only_the_named_nodes(self, leaves: list[bytes]) -> None:
        store = Store(leaves)

        assert merkle.root(len(leaves), store) == naive_root(leaves)
        assert store.asked == set(merkle.coordinates_for_root(len(leaves)))

    def test_of_nothing_are_empty(self) -> None:
        store = Store(LEAVES)

        assert merkle.consistency_proof(0, 8, store) == []
        assert merkle.verify_consistency(0, 8, merkle.EMPTY_ROOT, bytes.fromhex(ROOTS[8]), [])
        assert merkle.verify_consistency(8, 8, bytes.fromhex(ROOTS[8]), bytes.fromhex(ROOTS[8]), [])
        assert not merkle.verify_consistency(0, 8, b"other", bytes.fromhex(ROOTS[8]), [])
        assert not merkle.verify_consistency(9, 8, b"", b"", [])

    def test_of_what_is_not_there_are_refused(self) -> None:
        with pytest.raises(ValueError, match="no leaf"):
            merkle.inclusion_proof(8, 8, Store(LEAVES))
        with pytest.raises(ValueError, match="cannot grow"):
            merkle.consistency_proof(9, 8, Store(LEAVES))
