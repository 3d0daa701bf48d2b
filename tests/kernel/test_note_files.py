"""Files of notes grow by whole notes, whatever broke a write off, and are read back as they were written."""

import os
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.rules.note_files import BrokenFile, NoteFile, last_note, notes_in

ONE = "city\n1\nAAAA\n\n— city AAAAAAA=\n"
TWO = "city\n2\n\nwith an empty line\n\n— city AAAAAAA=\n— witness BBBBBBB=\n"
notes = st.lists(
    st.builds(
        lambda lines, signed: "".join(f"{line}\n" for line in lines) + "\n" + "— 城 AA==\n" * signed,
        st.lists(st.sampled_from(["city", "7", "AA==", "通办"]), min_size=1, max_size=4),
        st.integers(1, 3),
    ),
    max_size=5,
)


class TestNotesIn:
    @given(notes=notes)
    def test_reads_what_was_written(self, notes: list[str]) -> None:
        assert list(notes_in("".join(notes).splitlines(keepends=True))) == notes

    def test_keeps_empty_lines_within_a_text(self) -> None:
        assert list(notes_in((TWO + ONE).splitlines(keepends=True))) == [TWO, ONE]

    @pytest.mark.parametrize("text", ["city\n", "city\n1\nAA\n\n", ONE + "city\n", ONE[:-1]])
    def test_refuses_half_a_note(self, text: str) -> None:
        with pytest.raises(BrokenFile):
            list(notes_in(text.splitlines(keepends=True)))


class TestNoteFile:
    def test_appends_and_knows_its_last(self, tmp_path: pathlib.Path) -> None:
        path = tmp_path / "notes"
        with NoteFile(path) as file:
            assert file.last is None
            assert file.append([ONE, TWO]) == 2
            assert file.last == TWO

        with NoteFile(path) as file:
            assert file.last == TWO
            file.append([ONE])
        assert path.read_text() == ONE + TWO + ONE

    def test_finds_its_last_note_however_long_it_is(self, tmp_path: pathlib.Path) -> None:
        path = tmp_path / "notes"
        long = f"city\n{'x' * 10_000}\n\n" + "— witness BBBBBBB=\n" * 400
        path.write_text(ONE + long)

        with NoteFile(path) as file:
            assert file.last == long

    @given(cut=st.integers(0, len((ONE + TWO).encode())))
    def test_cuts_off_what_a_crash_left_half_written(self, tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
        path = tmp_path_factory.mktemp("torn") / "notes"
        path.write_bytes((ONE + TWO).encode()[:cut])

        with NoteFile(path) as file:
            file.append([ONE])

        # A note of which the second signature was not written is one with the first.
        first = TWO.removesuffix("— witness BBBBBBB=\n")
        whole = [each for each in (ONE, ONE + first, ONE + TWO) if len(each.encode()) <= cut]
        assert path.read_text() == (whole[-1] if whole else "") + ONE

    def test_writes_nothing_when_the_disk_is_full(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, real, written = tmp_path / "notes", os.write, []

        def write(handle: int, data: bytes) -> int:
            if written:
                raise OSError(28, "No space left on device")
            written.append(data)
            return real(handle, data[:10])

        with NoteFile(path) as file:
            file.append([ONE])
            monkeypatch.setattr(os, "write", write)
            with pytest.raises(OSError, match="space"):
                file.append([TWO])
            assert file.last == ONE
        assert path.read_text() == ONE

    def test_knows_no_note_that_never_reached_the_disk(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fsync(handle: int) -> None:
            raise OSError(5, "Input/output error")

        with NoteFile(tmp_path / "notes") as file:
            file.append([ONE])
            monkeypatch.setattr(os, "fsync", fsync)
            with pytest.raises(OSError, match="Input/output"):
                file.append([TWO])
            assert file.last == ONE
        assert (tmp_path / "notes").read_text() == ONE


class TestLastNote:
    def test_reads_while_another_appends_and_mends_nothing(self, tmp_path: pathlib.Path) -> None:
        path = tmp_path / "notes"
        with NoteFile(path) as file:
            file.append([ONE, TWO])
            half = ONE.encode()[:7]
            with path.open("ab") as other:
                other.write(half)
            path.chmod(0o444)

            assert last_note(path) == TWO

        assert path.read_bytes() == (ONE + TWO).encode() + half

    def test_finds_none_in_a_file_without_any(self, tmp_path: pathlib.Path) -> None:
        (tmp_path / "notes").write_text("city\n")
        assert last_note(tmp_path / "notes") is None
        with pytest.raises(FileNotFoundError):
            last_note(tmp_path / "none")
