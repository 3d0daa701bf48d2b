"""The proof of a matter holds by itself, and every change of it is told in a sentence."""

import base64
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st

from tongban.kernel.rules.merkle import inclusion_proof, leaf_hash
from tongban.kernel.rules.signed_note import Cosigner, NoteSigner, sign_checkpoint
from tongban.kernel.rules.tiles import Edge, node_in
from tongban.matters.rules.canonical import canonical_json
from tongban.matters.rules.proofs import ProvenEntry, check_proof, proof_file

CITY = NoteSigner("city.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = NoteSigner("city.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
WITNESS = Cosigner("witness.example", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
NUMBER = "520100-1"


def entry(sequence: int) -> bytes:
    return canonical_json(
        {
            "matter": NUMBER,
            "sequence": sequence,
            "verb": "accept",
            "from": "submitted",
            "to": "accepted",
            "actor": {"name": "王硕言", "official": 3},
            "source": "web",
            "occurred_at": "2026-03-02T02:00:00.000000Z",
            "recorded_at": "2026-03-02T02:00:00.000000Z",
            "facts": {},
        }
    )


def proof(entries: int = 3, signer: NoteSigner = CITY, witness: Cosigner | None = None) -> dict[str, Any]:
    """Return a proof of a matter whose entries lie among those of others in a tree of 300."""
    places = [7, 130, 260][:entries]
    leaves = [leaf_hash(f"of others {number}".encode()) for number in range(300)]
    for sequence, place in enumerate(places, 1):
        leaves[place] = leaf_hash(entry(sequence))
    edge = Edge()
    tiles = edge.append(leaves)
    note = sign_checkpoint(signer, 300, edge.root())
    if witness is not None:
        note += witness.line(note.split("\n\n")[0] + "\n", 1_700_000_000)
    proven = [
        ProvenEntry(entry(sequence), place, inclusion_proof(place, 300, node_in(tiles)))
        for sequence, place in enumerate(places, 1)
    ]
    told: dict[str, Any] = json.loads(proof_file(NUMBER, signer.vkey, note, proven))
    return told


def findings(told: Any, vkey: str = CITY.vkey) -> list[str]:
    return check_proof(json.dumps(told, ensure_ascii=False).encode(errors="surrogatepass"), vkey).findings


def changed_entry(told: dict[str, Any], name: str, value: object) -> None:
    """Say something else in the first entry, and sign that: whoever asks may name a key of their own."""
    said = json.dumps({**json.loads(entry(1)), name: value})
    note = sign_checkpoint(CITY, 1, leaf_hash(said.encode()))
    told.update(checkpoint=note, entries=[{"entry": said, "index": 0, "path": []}])


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None))
    | st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat())
    | st.sampled_from(["\ud800", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00Z", 10**4000, 2**63, -1, "deliver"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def made_up_proofs(draw: st.DrawFn) -> bytes:
    """Draw anything at all, a proof with anything in any place of it, or one that signs an entry that says anything."""
    told: Any = proof(witness=WITNESS)
    match draw(st.sampled_from(["anything", "outside", "inside"])):
        case "anything":
            told = draw(ANYTHING)
        case "inside":
            changed_entry(told, draw(st.sampled_from(sorted(json.loads(entry(1))))), draw(ANYTHING))
        case _:
            within: Any = told if draw(st.booleans()) else told["entries"][0]
            within[draw(st.sampled_from(sorted(within)))] = draw(ANYTHING)
    return json.dumps(told, ensure_ascii=draw(st.booleans())).encode(errors="surrogatepass")


class TestCheckProof:
    def test_holds_by_itself(self) -> None:
        checked = check_proof(json.dumps(proof()).encode(), CITY.vkey)

        assert (checked.findings, checked.number, checked.whole) == ([], NUMBER, True)
        assert checked.signed is not None
        assert checked.signed.size == 300
        assert [(each.sequence, each.index, each.holds, each.who) for each in checked.entries] == [
            (1, 7, True, "王硕言"),
            (2, 130, True, "王硕言"),
            (3, 260, True, "王硕言"),
        ]

    def test_tells_the_witnesses_that_it_knows(self) -> None:
        told = json.dumps(proof(witness=WITNESS)).encode()

        assert check_proof(told, CITY.vkey).witnessed == []
        (seen,) = check_proof(told, CITY.vkey, [WITNESS.verifier]).witnessed
        assert (seen[0], seen[1].timestamp()) == ("witness.example", 1_700_000_000)

    @pytest.mark.parametrize(
        ("change", "wanted"),
        [
            (lambda told: told["entries"][1].update(index=131), ["第 2 步不在签名的日志里：内容或位置被改动过"]),
            (lambda told: told["entries"][1]["path"].pop(), ["第 2 步不在签名的日志里：内容或位置被改动过"]),
            (lambda told: told["entries"][1]["path"].reverse(), ["第 2 步不在签名的日志里：内容或位置被改动过"]),
            (
                lambda told: told["entries"][1].update(entry=told["entries"][1]["entry"].replace("王", "李")),
                ["第 2 步不在签名的日志里：内容或位置被改动过"],
            ),
            # White space and order of keys count: what is hashed is the text itself.
            (
                lambda told: told["entries"][1].update(entry=told["entries"][1]["entry"] + " "),
                ["第 2 步不在签名的日志里：内容或位置被改动过"],
            ),
            (lambda told: told["entries"].pop(0), [f"文件中的第 {n} 步不是这个办件的第 {n} 步" for n in (1, 2)]),
            (lambda told: told["entries"].reverse(), [f"文件中的第 {n} 步不是这个办件的第 {n} 步" for n in (1, 3)]),
            (lambda told: told["entries"].append(told["entries"][2]), ["文件中的第 4 步不是这个办件的第 4 步"]),
            (
                lambda told: told.update(matter="520100-2"),
                [f"文件中的第 {n} 步不是这个办件的第 {n} 步" for n in (1, 2, 3)],
            ),
            (lambda told: told["entries"].clear(), ["文件里没有办理记录"]),
            (lambda told: told["entries"][0].update(entry="[]"), None),
            (lambda told: told["entries"][0].update(index=True), ["文件被改动过或不完整：办理记录读不出来"]),
            (lambda told: told["entries"][0].update(path="AAAA"), ["文件被改动过或不完整：办理记录读不出来"]),
            (lambda told: told["entries"][0].update(path=["A" * 44] * 64), ["文件被改动过或不完整：办理记录读不出来"]),
            (lambda told: told["entries"][0]["path"].append("A" * 40), ["文件被改动过或不完整：办理记录读不出来"]),
            (lambda told: told.pop("checkpoint"), ["文件被改动过或不完整：缺少 checkpoint"]),
            (lambda told: told.update(matter="\ud800"), ["文件中的 matter 读不出来"]),
            (lambda told: told.update(matter="1\x1b[2J"), ["文件中的 matter 读不出来"]),
            (lambda told: told.update(key="k" * 65_537), ["文件中的 key 读不出来"]),
            (lambda told: changed_entry(told, "verb", "\udfff"), ["第 1 步读不出来"]),
            (lambda told: changed_entry(told, "verb", "accept\n✓"), ["第 1 步读不出来"]),
            (lambda told: changed_entry(told, "recorded_at", "9999-12-31T23:59:59+00:00"), ["第 1 步读不出来"]),
            (lambda told: changed_entry(told, "recorded_at", "0001-01-01T00:00:00+14:00"), ["第 1 步读不出来"]),
            (lambda told: changed_entry(told, "recorded_at", "2026-03-02T02:00:00"), ["第 1 步读不出来"]),
            (lambda told: changed_entry(told, "sequence", 10**4000), ["第 1 步读不出来"]),
            (
                lambda told: told.update(entries=told["entries"][:1] * 1001),
                ["文件里有 1001 条记录，超过一个办件的上限 1000 条"],
            ),
            (lambda told: told.update(format="tongban-proof/2"), ["文件不是办理记录的证明（tongban-proof/1）"]),
            (lambda told: told.update(key=OTHER.vkey), ["文件中的公钥与用来核对的公钥不同，可能来自别的系统"]),
        ],
    )
    def test_finds_each_change(self, change: Callable[[dict[str, Any]], object], wanted: list[str] | None) -> None:
        told = proof()
        change(told)

        found = findings(told)
        assert found
        if wanted is not None:
            assert found == wanted

    @pytest.mark.parametrize(("old", "new"), [("\n300\n", "\n301\n"), ("city.example\n", "other.example\n")])
    def test_finds_a_changed_checkpoint(self, old: str, new: str) -> None:
        told = proof()
        told["checkpoint"] = told["checkpoint"].replace(old, new, 1)

        assert findings(told)[0].startswith("日志的签名不对：")

    @pytest.mark.parametrize("note", ["\ud800", "city.example\n\udc80\nAAAA\n\n— city.example AAAAAAA=\n"])
    def test_finds_a_checkpoint_that_is_no_text(self, note: str) -> None:
        told = proof() | {"checkpoint": note}

        checked = check_proof(json.dumps(told).encode(), CITY.vkey, [WITNESS.verifier])

        assert checked.findings[0].startswith("日志的签名不对：")
        assert checked.witnessed == []

    def test_believes_no_witness_a_time_that_never_was(self) -> None:
        told = proof()
        text = told["checkpoint"].split("\n\n")[0] + "\n"
        told["checkpoint"] += WITNESS.line(text, 253_402_300_799)  # the last second of the year 9999

        assert check_proof(json.dumps(told).encode(), CITY.vkey, [WITNESS.verifier]).witnessed == []

    def test_ends_when_there_is_no_hope(self) -> None:
        told = proof()
        told["entries"] = told["entries"][:1] * 1000

        checked = check_proof(json.dumps(told).encode(), CITY.vkey)

        assert len(checked.findings) == 21
        assert checked.findings[-1] == "问题太多，从第 22 步起没有再核对"
        assert len(checked.entries) == 21

    def test_finds_a_proof_that_another_key_signed(self) -> None:
        found = findings(proof(signer=OTHER))

        assert found[0] == "文件中的公钥与用来核对的公钥不同，可能来自别的系统"
        assert found[1].startswith("日志的签名不对：")
        # By its own key it holds: whoever has no other key must compare it with the published one.
        assert findings(proof(signer=OTHER), vkey="") == []

    @pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"null", b"1", b"[" * 100_000, b"{" + b'"a":{' * 5000])
    def test_says_of_anything_else_that_it_is_no_proof(self, data: bytes) -> None:
        assert len(check_proof(data, CITY.vkey).findings) == 1

    def test_reads_no_more_than_a_proof_can_be(self) -> None:
        assert check_proof(b" " * (4 * 1024 * 1024 + 1), CITY.vkey).findings == ["文件太大，不是办理记录的证明"]

    @given(data=made_up_proofs() | st.binary())
    @example(json.dumps(proof()).encode("utf-16", errors="surrogatepass"))
    def test_says_of_whatever_is_brought_what_it_is(self, data: bytes) -> None:
        for key in (CITY.vkey, ""):
            checked = check_proof(data, key, [WITNESS.verifier])

            if checked.signed is not None:
                checked.signed.origin.encode()
            for text in (checked.number, checked.key, *checked.findings):
                text.encode()
            for each in checked.entries:
                f"{each.verb}{each.state}{each.who}{each.text}".encode()
                each.recorded_at.astimezone(dt.timezone(dt.timedelta(hours=14)))

    @given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
    def test_never_breaks_and_never_passes_what_says_something_else(self, place: int, byte: int) -> None:
        data = bytearray(json.dumps(proof(), ensure_ascii=False).encode())
        data[place % len(data)] = byte

        checked = check_proof(bytes(data), CITY.vkey)

        if checked.whole:
            assert [base64.b64encode(each.leaf) for each in checked.entries] == [
                base64.b64encode(leaf_hash(entry(sequence))) for sequence in (1, 2, 3)
            ]
            assert checked.number == NUMBER
