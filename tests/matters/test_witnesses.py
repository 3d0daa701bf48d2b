"""Witnesses co-sign the journal over real HTTP, refuse a forked one, and stop nothing when they are away."""

import contextlib
import datetime as dt
import pathlib
import threading
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from tests.matters.errand import MONDAY
from tests.matters.journal import act, journal, owner, seal, superuser
from tongban.cli.witness_server import StateTrouble, WitnessServer, cosigner_of, heads_in
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.merkle import leaf_hash
from tongban.kernel.rules.signed_note import Cosigner, sign_checkpoint, verify_checkpoint
from tongban.kernel.rules.tiles import Edge
from tongban.kernel.signing import journal_key
from tongban.matters.actions.ask_witnesses import ask_witnesses
from tongban.matters.contrib.http_witness import HttpWitness, client, witnesses_named
from tongban.matters.models import Checkpoint, Cosignature, Witness
from tongban.matters.ports import use_witnesses
from tongban.matters.queries.journal import published_note
from tongban.parties.models import Authority

__all__ = ["owner"]

SEEN = 1_700_000_000
Serve = Callable[..., contextlib.AbstractContextManager[HttpWitness]]


@pytest.fixture
def serve(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Run a witness of our own on a free port, with its state in a file, until the block ends."""
    # A busy machine is no witness who is away.
    monkeypatch.setattr(client, "TIMEOUT_SECONDS", 300.0)

    @contextlib.contextmanager
    def serving(name: str = "witness.example") -> Iterator[HttpWitness]:
        cosigner = cosigner_of(name, tmp_path / f"{name}.key")
        logs = [journal_key().verifier]
        with (
            heads_in(tmp_path / f"{name}.json") as heads,
            WitnessServer(("127.0.0.1", 0), cosigner=cosigner, logs=logs, heads=heads, clock=lambda: SEEN) as server,
        ):
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            try:
                yield HttpWitness(cosigner.verifier, f"http://127.0.0.1:{server.server_address[1]}")
            finally:
                server.shutdown()
                thread.join()

    yield serving
    use_witnesses(())


def trouble() -> str:
    return Witness.objects.get().trouble


def forked(size: int) -> None:
    """Put another history in the place of the journal, and sign it with the true key, as a superuser who has it can."""
    leaves = [leaf_hash(f"other {number}".encode()) for number in range(size)]
    edge = Edge()
    with superuser() as cursor:
        cursor.execute("DELETE FROM matters_cosignature")
        cursor.execute("DELETE FROM matters_checkpoint")
        cursor.execute("DELETE FROM matters_tree_tile")
        cursor.execute("DELETE FROM matters_tree_leaf")
        cursor.execute("INSERT INTO matters_tree_leaf SELECT n, -1 - n FROM generate_series(0, %s - 1) n", [size])
        for (level, index), hashes in edge.append(leaves).items():
            cursor.execute("INSERT INTO matters_tree_tile VALUES (%s, %s, %s)", [level, index, hashes])
    root = edge.root()
    note = sign_checkpoint(journal_key(), size, root)
    Checkpoint.objects.create(size=size, root=root, note=note, signed_at=MONDAY)


class TestAskWitnesses:
    def test_gets_the_newest_checkpoint_cosigned_and_published(self, owner: Authority, serve: Serve) -> None:
        number = journal(owner, 5)

        with serve() as one, serve("other.example") as two:
            use_witnesses([one, two])
            assert ask_witnesses(at=MONDAY) == 2
            assert ask_witnesses(at=MONDAY) == 0
            act(number, "note", "note", owner=owner)
            seal()
            assert ask_witnesses(at=MONDAY) == 2

        note = published_note()
        assert note == published_note(witnessed=True)
        for port in (one, two):
            assert port.verifier.cosigned_at(note) == SEEN
            assert verify_checkpoint(note, port.verifier.vkey).size == 7
        assert verify_checkpoint(note, journal_key().vkey).size == 7
        said = list(Cosignature.objects.order_by("pk").values_list("checkpoint__size", "witness", "cosigned_at"))
        seen = dt.datetime.fromtimestamp(SEEN, dt.UTC)
        assert said == [(size, name, seen) for size in (5, 7) for name in ("witness.example", "other.example")]
        assert set(Witness.objects.values_list("size", "trouble", "asked_at")) == {(7, "", MONDAY)}

    def test_publishes_what_is_not_witnessed_yet_beside_what_is(self, owner: Authority, serve: Serve) -> None:
        number = journal(owner, 5)
        with pytest.raises(NotFound):
            published_note(witnessed=True)
        with serve() as port:
            use_witnesses([port])
            ask_witnesses(at=MONDAY)
        act(number, "note", owner=owner)
        seal()

        assert verify_checkpoint(published_note(), journal_key().vkey).size == 6
        assert verify_checkpoint(published_note(witnessed=True), port.verifier.vkey).size == 5

    def test_stops_nothing_when_a_witness_is_away(self, owner: Authority, serve: Serve) -> None:
        journal(owner, 3)
        with serve() as there:
            # Ended while the other has its port, which it could else be given.
            with serve("other.example") as away:
                pass
            use_witnesses([away, there])

            assert ask_witnesses(at=MONDAY) == 1

        told = dict(Witness.objects.values_list("key", "trouble"))
        assert told == {away.verifier.vkey: "ConnectError", there.verifier.vkey: ""}

    def test_asks_a_witness_again_that_has_a_new_key_under_its_name(
        self, owner: Authority, serve: Serve, tmp_path: pathlib.Path
    ) -> None:
        journal(owner, 3)
        keys = []
        for _each in range(2):
            with serve() as port:
                use_witnesses([port])
                assert ask_witnesses(at=MONDAY) == 1
                assert ask_witnesses(at=MONDAY) == 0
                keys.append(port.verifier)
            for file in tmp_path.glob("witness.example.*"):
                file.unlink()

        assert len(set(keys)) == 2
        assert [each.cosigned_at(published_note(witnessed=True)) for each in keys] == [SEEN, SEEN]
        assert set(Cosignature.objects.values_list("key_hash", flat=True)) == {key.key_hash.hex() for key in keys}

    def test_asks_the_others_when_an_address_is_none(self, owner: Authority, serve: Serve) -> None:
        journal(owner, 3)
        lost = Cosigner("lost.example", Ed25519PrivateKey.generate()).verifier
        with serve() as there:
            use_witnesses([HttpWitness(lost, "https://lost.example:nowhere"), there])

            assert ask_witnesses(at=MONDAY) == 1

        told = dict(Witness.objects.values_list("key", "trouble"))
        assert told == {lost.vkey: "InvalidURL", there.verifier.vkey: ""}

    def test_goes_on_with_a_witness_that_knows_more_than_we_remember(self, owner: Authority, serve: Serve) -> None:
        number = journal(owner, 3)
        with serve() as port:
            use_witnesses([port])
            ask_witnesses(at=MONDAY)
            Witness.objects.all().delete()
            act(number, "note", owner=owner)
            seal()

            assert ask_witnesses(at=MONDAY) == 1

    @pytest.mark.parametrize("size", [5, 6, 9])
    def test_is_refused_for_a_journal_that_was_forked(self, owner: Authority, serve: Serve, size: int) -> None:
        journal(owner, 5)
        with serve() as port:
            use_witnesses([port])
            ask_witnesses(at=MONDAY)
            forked(size)

            assert ask_witnesses(at=MONDAY) == 0

        assert trouble().startswith("409: the witness saw another history" if size == 5 else "422")
        assert not Cosignature.objects.exists()

    def test_is_refused_for_a_journal_whose_end_is_gone(self, owner: Authority, serve: Serve) -> None:
        journal(owner, 5)
        with serve() as port:
            use_witnesses([port])
            ask_witnesses(at=MONDAY)
            forked(4)
            Witness.objects.all().delete()

            assert ask_witnesses(at=MONDAY) == 0

        assert trouble() == "409: the witness saw 5 entries, the journal has 4"

    def test_believes_no_line_of_another_key(self, owner: Authority, serve: Serve) -> None:
        journal(owner, 3)
        with serve() as port:
            impostor = Cosigner(port.verifier.name, Ed25519PrivateKey.generate())
            port.verifier = impostor.verifier
            use_witnesses([port])

            assert ask_witnesses(at=MONDAY) == 0

        assert trouble() == "200: no signature of the witness's key fits the checkpoint"
        assert not Cosignature.objects.exists()

    def test_is_kept_for_good(self, owner: Authority, serve: Serve) -> None:
        journal(owner, 3)
        with serve() as port:
            use_witnesses([port])
            ask_witnesses(at=MONDAY)

        for change in ("UPDATE matters_cosignature SET line = ''", "DELETE FROM matters_cosignature"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        assert Cosignature.objects.count() == 1

    def test_without_witnesses_or_entries_asks_nobody(self, owner: Authority, serve: Serve) -> None:
        assert ask_witnesses(at=MONDAY) == 0
        with serve() as port:
            use_witnesses([port])
            assert ask_witnesses(at=MONDAY) == 0
        assert not Witness.objects.exists()


class TestWitness:
    def test_remembers_over_a_restart(self, owner: Authority, serve: Serve) -> None:
        journal(owner, 5)
        with serve() as port:
            use_witnesses([port])
            ask_witnesses(at=MONDAY)
        forked(6)

        with serve() as port:
            use_witnesses([port])
            assert ask_witnesses(at=MONDAY) == 0

        assert trouble().startswith("422")

    def test_shares_its_memory_with_no_other_process(self, tmp_path: pathlib.Path) -> None:
        with (
            heads_in(tmp_path / "state"),
            pytest.raises(StateTrouble, match="another witness"),
            heads_in(tmp_path / "state"),
        ):
            pass
        with heads_in(tmp_path / "state"):
            pass

    @pytest.mark.parametrize("text", ["", "[]", '{"city": {"size": 1}}', '{"city": {"size": 1, "root": "x"}}'])
    def test_does_not_go_on_with_a_broken_memory(self, tmp_path: pathlib.Path, text: str) -> None:
        (tmp_path / "state").write_text(text)

        with pytest.raises(StateTrouble, match="cannot be read"), heads_in(tmp_path / "state"):
            pass
        assert (tmp_path / "state").read_text() == text


class TestSettings:
    def test_name_witnesses_by_key_and_address(self) -> None:
        one, two = (Cosigner(name, Ed25519PrivateKey.generate()).verifier for name in ("one", "two"))

        found = witnesses_named(f"{one.vkey} https://one.example/w/, {two.vkey} http://two.example")

        assert [each.verifier for each in found] == [one, two]

    @pytest.mark.parametrize("text", ["one", "one+2+3 https://one.example", "{} ftp://one.example", "{}"])
    def test_that_cannot_be_read_are_named(self, text: str) -> None:
        vkey = Cosigner("one", Ed25519PrivateKey.generate()).verifier.vkey

        with pytest.raises(ImproperlyConfigured, match="TONGBAN_WITNESSES: entry 1"):
            witnesses_named(text.format(vkey))
        with pytest.raises(ImproperlyConfigured, match="TONGBAN_WITNESSES: entry 1"):
            witnesses_named(f"{journal_key().vkey} https://one.example")
