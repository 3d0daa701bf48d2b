"""What somebody may hand in to do harm: refused with what to do, or kept as nothing but what it is."""

from __future__ import annotations

import io
import pathlib
import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.kernel import hostile
from tests.kernel.test_pictures import GPS, MAKE, ORIENTATION, photograph
from tongban.kernel import files, scanner
from tongban.kernel.files import UploadRefused, inspect_upload, safe_name
from tongban.kernel.pictures import bare


class TestHostileFiles:
    @pytest.mark.parametrize("what", hostile.REFUSED)
    def test_are_refused_with_what_to_do(self, what: str) -> None:
        name, data = hostile.REFUSED[what]

        with pytest.raises(UploadRefused) as refused:
            inspect_upload(data, name)

        assert "请" in str(refused.value) or "只能" in str(refused.value)

    @pytest.mark.parametrize("what", hostile.TAKEN)
    def test_are_kept_as_nothing_but_what_they_are(self, what: str) -> None:
        name, data, media_type = hostile.TAKEN[what]

        assert inspect_upload(data, name) == media_type
        if media_type != "application/pdf":
            kept = bare(data, media_type)
            assert b"<script>" not in kept
            assert b"PK\x03\x04" not in kept

    @pytest.mark.parametrize("what", [*hostile.REFUSED, *hostile.TAKEN])
    def test_of_another_name_are_never_taken_for_more(self, what: str) -> None:
        data = (hostile.REFUSED | hostile.TAKEN)[what][1]

        for ending in ("pdf", "png", "jpg"):
            try:
                media_type = inspect_upload(data, f"a.{ending}")
            except UploadRefused:
                continue
            assert media_type == files.MEDIA_TYPES[ending]

    @pytest.mark.parametrize("name", hostile.NAMES)
    def test_leave_nothing_in_a_name_that_leads_elsewhere(self, name: str) -> None:
        kept = safe_name(name)

        assert kept == hostile.NAMES[name]
        assert not set("/\\\x00\r\n\u202e") & set(kept)

    def test_one_byte_too_many_is_one_too_many(self) -> None:
        most = 25 * 1024 * 1024
        largest = hostile.picture("JPEG") + bytes(most)

        with pytest.raises(UploadRefused, match="25 MB"):
            inspect_upload(largest[: most + 1], "a.jpg", max_bytes=most)
        assert inspect_upload(largest[:most], "a.jpg", max_bytes=most) == "image/jpeg"


class TestPhotographs:
    @pytest.mark.parametrize("turned", [1, 3, 6, 8])
    def test_lose_place_and_make_and_stay_upright(self, turned: int) -> None:
        taken = photograph(turned=turned)

        kept = bare(taken, "image/jpeg")

        with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(kept)) as after:
            assert before.tobytes() == after.tobytes()
            assert before.getexif()[MAKE]
            assert dict(before.getexif().get_ifd(GPS))
            assert dict(after.getexif()) == ({} if turned == 1 else {ORIENTATION: turned})
        assert bare(kept, "image/jpeg") == kept

    @pytest.mark.parametrize("how", [{"progressive": True}, {"subsampling": 0}, {"quality": 5}, {"optimize": True}])
    def test_of_every_build_keep_their_points(self, how: dict[str, Any]) -> None:
        taken = hostile.picture("JPEG", icc_profile=b"profile" * 9000, comment=b"secret", **how)

        kept = bare(taken, "image/jpeg")

        with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(kept)) as after:
            assert before.tobytes() == after.tobytes()
            assert after.info["icc_profile"] == b"profile" * 9000
        assert b"secret" not in kept

    def test_that_are_png_lose_what_was_written_beside_the_points(self) -> None:
        exif = Image.Exif()
        exif[MAKE] = "phone"
        taken = hostile.picture("PNG", exif=exif)

        kept = bare(taken, "image/png")

        assert b"phone" in taken
        assert b"phone" not in kept
        with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(kept)) as after:
            assert before.tobytes() == after.tobytes()


class Clamd(threading.Thread):
    """A stand-in that speaks clamd's INSTREAM and knows EICAR."""

    def __init__(self, path: pathlib.Path, answer: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.listening, self.answer, self.seen = socket.socket(socket.AF_UNIX), answer, b""
        self.listening.bind(str(path))
        self.listening.listen()

    def run(self) -> None:
        while True:
            try:
                line, _from = self.listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as asked:
                command = b""
                while not command.endswith(b"\0"):
                    command += asked.read(1)
                if command == b"zVERSION\0":
                    line.sendall(b"ClamAV 1.0.3/27000\0")
                    continue
                data = b""
                while size := struct.unpack("!L", asked.read(4))[0]:
                    data += asked.read(size)
                self.seen = data
                found = b"stream: Eicar-Signature FOUND\0" if hostile.EICAR in data else b"stream: OK\0"
                line.sendall(self.answer or found)


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    # A socket's path may have some hundred characters, and that of a test's own folder comes near.
    with tempfile.TemporaryDirectory() as folder:
        daemon = Clamd(pathlib.Path(folder) / "clamd")
        settings.SCANNER = f"unix:{folder}/clamd"
        daemon.start()
        yield daemon
        daemon.listening.close()


class TestScanner:
    def test_sees_every_file_whole(self, clamd: Clamd) -> None:
        data = hostile.picture("JPEG") + bytes(200_000)

        assert inspect_upload(data, "a.jpg") == "image/jpeg"
        assert clamd.seen == data
        assert scanner.version() == "ClamAV 1.0.3/27000"

    def test_refuses_what_it_knows(self, clamd: Clamd) -> None:
        with pytest.raises(UploadRefused, match="恶意程序"):
            inspect_upload(hostile.picture("JPEG") + hostile.EICAR, "a.jpg")

    @pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: nonsense\0", b"\0"])
    def test_that_cannot_tell_lets_nothing_pass(self, clamd: Clamd, answer: bytes) -> None:
        clamd.answer = answer

        with pytest.raises(UploadRefused, match="没有应答"):
            inspect_upload(hostile.picture("JPEG"), "a.jpg")

    @pytest.mark.parametrize("where", ["unix:/no/such/socket", "tcp://127.0.0.1:1", "http://x", "nonsense"])
    def test_that_is_away_lets_nothing_pass(self, settings: Any, where: str) -> None:
        settings.SCANNER = where

        with pytest.raises(UploadRefused, match="没有应答"):
            inspect_upload(hostile.picture("JPEG"), "a.jpg")

    def test_is_not_asked_where_none_is_named(self, settings: Any) -> None:
        settings.SCANNER = ""

        assert inspect_upload(hostile.picture("JPEG"), "a.jpg") == "image/jpeg"
