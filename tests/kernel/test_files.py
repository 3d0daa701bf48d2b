"""What may be uploaded, and the store that keeps it."""

import hashlib
import io
import os
import pathlib
import random
import struct
import zlib

import pytest
from PIL import Image

from tests.kernel.papers import encrypted, paper, stream
from tongban.kernel import files
from tongban.kernel.files import FileLost, StoredFile, UploadRefused, inspect_upload, put, read, safe_name

DAMAGED_PDF = "PDF 打不开，可能已损坏，请重新导出后上传"
ACTIVE_PDF = "PDF 带有脚本、附件或自动动作，请用“打印为 PDF”重新生成后上传"
LOCKED_PDF = "PDF 设有密码或加密，请去掉密码后上传"
PAGELESS_PDF = "PDF 里没有页面，请重新导出后上传"
DAMAGED_PICTURE = "图片已损坏或不完整，请重新拍照或导出"
HUGE_PICTURE = "图片尺寸过大，请缩小后上传"

SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
ATTACHED = b"<< /F (x.exe) /EF << /F 4 0 R >> >>"
PROGRAM = b"MZ\x90\x00" + bytes(400)
MUTATIONS = 400


def picture(kind: str = "PNG") -> bytes:
    """Return a small picture whose bytes do not compress, so that a cut goes through its points."""
    out = io.BytesIO()
    Image.frombytes("RGB", (32, 32), random.Random(1).randbytes(32 * 32 * 3)).save(out, kind)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(999))) + chunk(b"IEND", b"")


def refusal(data: bytes, name: str = "材料.pdf") -> str:
    with pytest.raises(UploadRefused) as refused:
        inspect_upload(data, name)
    return str(refused.value)


class TestInspectUpload:
    @pytest.mark.parametrize(
        ("data", "name", "media_type"),
        [
            (paper(), "平面图.pdf", "application/pdf"),
            (paper(), "PLAN.PDF", "application/pdf"),
            (paper(packed=True), "a.pdf", "application/pdf"),
            (paper(root=b"/OpenAction [3 0 R /Fit]"), "opens-at-a-page.pdf", "application/pdf"),
            (paper(root=b"/Lost 99 0 R"), "refers-to-nothing.pdf", "application/pdf"),
            (picture("PNG"), "照片.png", "image/png"),
            (picture("JPEG"), "照片.jpg", "image/jpeg"),
            (picture("JPEG"), "照片.JPEG", "image/jpeg"),
        ],
    )
    def test_takes_what_is_what_it_says(self, data: bytes, name: str, media_type: str) -> None:
        assert inspect_upload(data, name) == media_type

    @pytest.mark.parametrize(
        ("data", "name", "reason"),
        [
            (b"", "a.pdf", "文件是空的，请重新选择"),
            (PROGRAM, "a.exe", "只能上传 PDF、PNG、JPG 文件，请换一种格式"),
            (paper(), "a.pdf.exe", "只能上传 PDF、PNG、JPG 文件，请换一种格式"),
            (paper(), "no-ending", "只能上传 PDF、PNG、JPG 文件，请换一种格式"),
            # A direction mark makes "a<RTL>gpj.exe" look like "aexe.jpg".
            (picture("JPEG"), "a\u202egpj.exe", "只能上传 PDF、PNG、JPG 文件，请换一种格式"),
            (PROGRAM, "a.pdf", "文件内容不是 PDF，可能已损坏或改过扩展名，请重新导出后上传"),
            (picture("PNG"), "a.jpg", "文件内容不是 JPG，可能已损坏或改过扩展名，请重新导出后上传"),
            (picture("JPEG"), "a.png", "文件内容不是 PNG，可能已损坏或改过扩展名，请重新导出后上传"),
            (paper(), "a.png", "文件内容不是 PNG，可能已损坏或改过扩展名，请重新导出后上传"),
            (
                b"<html><script>alert(1)</script>\n" + paper() + b"</html>",
                "a.pdf",
                "文件内容不是 PDF，可能已损坏或改过扩展名，请重新导出后上传",
            ),
            (b"%PDF-1.7\n<html><script>alert(1)</script></html>", "a.pdf", DAMAGED_PDF),
            (paper()[:-60], "a.pdf", DAMAGED_PDF),
            (picture("PNG")[:-100], "a.png", DAMAGED_PICTURE),
            (picture("JPEG")[:-100], "a.jpg", DAMAGED_PICTURE),
            (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.png", DAMAGED_PICTURE),
            (bomb(30_000, 30_000), "a.png", HUGE_PICTURE),
            (bomb(9_000, 9_000), "a.png", HUGE_PICTURE),
        ],
    )
    def test_refuses_with_what_is_wrong_and_what_to_do(self, data: bytes, name: str, reason: str) -> None:
        assert refusal(data, name) == reason

    def test_refuses_one_byte_too_many(self) -> None:
        data = paper()

        assert inspect_upload(data, "a.pdf", max_bytes=len(data)) == "application/pdf"
        with pytest.raises(UploadRefused, match="文件超过 3 MB，请压缩或分成几个文件"):
            inspect_upload(bytes(3 * 1024 * 1024 + 1), "a.pdf", max_bytes=3 * 1024 * 1024)

    def test_takes_only_the_kinds_of_the_list(self) -> None:
        with pytest.raises(UploadRefused, match="只能上传 PDF 文件"):
            inspect_upload(picture(), "a.png", allowed=("pdf",))


class TestPdf:
    @pytest.mark.parametrize("packed", [False, True], ids=["plain", "in an object stream"])
    @pytest.mark.parametrize(
        ("root", "page", "more"),
        [
            (SCRIPT, b"", ()),
            (b"/OpenAction << /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>", b"", ()),
            (b"/OpenAction << /S /Launch /F (calc.exe) >>", b"", ()),
            (b"/AcroForm << /XFA [] >>", b"", ()),
            (b"/Names << /JavaScript 4 0 R >>", b"", (b"<< /Names [(x) 5 0 R] >>", b"<< /S /JavaScript >>")),
            (b"", b"/Annots [4 0 R]", (b"<< /Subtype /Link /A << /S /Launch /F (calc.exe) >> >>",)),
            (b"", b"/Annots [4 0 R]", (b"<< /Subtype /Widget /A << /S /SubmitForm /F (http://x) >> >>",)),
            (b"", b"/AA << /O 4 0 R >>", (b"<< /S /JavaScript /JS (x) >>",)),
        ],
    )
    def test_is_refused_when_it_would_do_something(
        self, packed: bool, root: bytes, page: bytes, more: tuple[bytes, ...]
    ) -> None:
        assert refusal(paper(*more, root=root, page=page, packed=packed)) == ACTIVE_PDF

    @pytest.mark.parametrize(
        "data",
        [
            paper(
                stream(PROGRAM, b"/Type /EmbeddedFile"),
                root=b"/Names << /EmbeddedFiles << /Names [(x) %s] >> >>" % ATTACHED,
            ),
            # The types may be left out, and viewers show the attachment all the same.
            paper(stream(PROGRAM), root=b"/AF [%s]" % ATTACHED),
            paper(stream(PROGRAM), page=b"/Annots [<< /Subtype /FileAttachment /FS %s >>]" % ATTACHED),
        ],
        ids=["named", "associated", "on the page"],
    )
    def test_is_refused_when_it_carries_a_file(self, data: bytes) -> None:
        assert refusal(data) == ACTIVE_PDF

    @pytest.mark.parametrize("password", ["secret", ""])
    def test_is_refused_when_it_is_encrypted(self, password: str) -> None:
        assert refusal(encrypted(paper(), password)) == LOCKED_PDF

    @pytest.mark.parametrize("count", [0, 3])
    def test_is_refused_without_pages_whatever_it_says(self, count: int) -> None:
        assert refusal(paper(pages=b"<< /Type /Pages /Kids [] /Count %d >>" % count)) == PAGELESS_PDF

    def test_is_refused_when_it_is_too_much_to_look_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "MOST_OBJECTS", 100)
        many = b"/Many [" + b"<< /A 1 >> " * 200 + b"]"

        assert refusal(paper(root=many)) == DAMAGED_PDF
        assert refusal(paper(root=SCRIPT + many)) == DAMAGED_PDF

    def test_is_refused_when_it_takes_too_long_to_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "MOST_CPU_SECONDS", 0.05)

        assert refusal(paper(root=b"/Many [" + b"1 " * 300_000 + b"]")) == DAMAGED_PDF

    def test_is_refused_when_a_little_of_it_unfolds_into_much(self) -> None:
        data = paper(root=b"/Long (" + b"\0" * 20_000_000 + b")", packed=True)

        assert len(data) < 50_000
        assert refusal(data) == DAMAGED_PDF

    @pytest.mark.parametrize("nested", [b"[" * 3000, b"<< /A " * 3000, b"[" * 3000 + b"]" * 3000])
    def test_is_refused_when_it_is_nested_without_end(self, nested: bytes) -> None:
        assert refusal(paper(root=b"/Deep " + nested)) == DAMAGED_PDF

    @pytest.mark.parametrize("packed", [False, True])
    def test_is_taken_or_refused_however_it_is_damaged(self, packed: bool) -> None:
        data, dice, refused = paper(packed=packed), random.Random(20260302), 0

        for _ in range(MUTATIONS):
            changed = bytearray(data)
            for _ in range(dice.randint(1, 4)):
                changed[dice.randrange(8, len(data))] = dice.randrange(256)
            try:
                assert inspect_upload(bytes(changed), "a.pdf") == "application/pdf"
            except UploadRefused:
                refused += 1

        assert 0 < refused < MUTATIONS


class TestSafeName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("平面图.pdf", "平面图.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\he\\平面图.pdf", "平面图.pdf"),
            ("a\r\nSet-Cookie: b\0.pdf", "aSet-Cookie: b.pdf"),
            ("a\u202egpj.exe", "agpj.exe"),
            ("a\u2028b\u2029\u200b.pdf", "ab.pdf"),
            ("a\ud800.pdf", "a.pdf"),
            (" .hidden ", "hidden"),
            ("图" * 200 + ".pdf", "图" * 116 + ".pdf"),
            ("a." + "x" * 300, "a." + "x" * 118),
            ("", "file"),
            ("..", "file"),
            ("/", "file"),
        ],
    )
    def test_keeps_a_plain_name_with_its_ending(self, given: str, kept: str) -> None:
        assert safe_name(given) == kept


@pytest.fixture
def home(tmp_path: pathlib.Path, settings: pytest.FixtureRequest) -> pathlib.Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def kept(home: pathlib.Path) -> list[str]:
    """List every file of the store, half-written ones too."""
    return sorted(str(path.relative_to(home / "files")) for path in home.rglob("*") if path.is_file())


class TestStore:
    DATA = "一份材料".encode()
    SHA256 = hashlib.sha256(DATA).hexdigest()

    def test_gives_back_what_it_was_given(self, home: pathlib.Path) -> None:
        stored = put(self.DATA, "application/pdf")

        assert stored == StoredFile(self.SHA256, 12, "application/pdf")
        assert read(self.SHA256) == self.DATA
        assert kept(home) == [f"{self.SHA256[:2]}/{self.SHA256}"]
        assert (home / "files").stat().st_mode & 0o777 == 0o700

    def test_keeps_the_same_bytes_once(self, home: pathlib.Path) -> None:
        put(self.DATA, "application/pdf")
        # A file system's clock ticks every few milliseconds: two moments may be one.
        os.utime(home / "files" / kept(home)[0], (0, 0))
        before = (home / "files" / kept(home)[0]).stat()

        put(self.DATA, "application/pdf")

        after = (home / "files" / kept(home)[0]).stat()
        assert len(kept(home)) == 1
        assert before.st_ino == after.st_ino
        # Whoever clears the store sees that it was asked for anew.
        assert before.st_mtime_ns < after.st_mtime_ns

    def test_tells_that_a_file_was_changed(self, home: pathlib.Path) -> None:
        put(self.DATA, "application/pdf")
        (home / "files" / kept(home)[0]).write_bytes(self.DATA + b"!")

        with pytest.raises(FileLost, match=self.SHA256):
            read(self.SHA256)

    def test_mends_a_changed_file_when_it_is_put_again(self, home: pathlib.Path) -> None:
        put(self.DATA, "application/pdf")
        (home / "files" / kept(home)[0]).write_bytes(b"")

        put(self.DATA, "application/pdf")

        assert read(self.SHA256) == self.DATA

    @pytest.mark.parametrize("asked", [SHA256, "", "../../keys/journal-key.pem", SHA256.upper(), SHA256 + "\n"])
    def test_has_nothing_else(self, home: pathlib.Path, asked: str) -> None:
        with pytest.raises(FileLost):
            read(asked)

    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_leaves_nothing_half_done_when_the_disk_fails(
        self, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        def full(*_args: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as failing:
            failing.setattr(*((os, "fsync") if step == "fsync" else (pathlib.Path, "replace")), full)
            with pytest.raises(OSError, match="No space left"):
                put(self.DATA, "application/pdf")

        assert kept(home) == []
        with pytest.raises(FileLost):
            read(self.SHA256)

    def test_shows_a_file_under_its_name_only_when_it_is_whole_on_the_disk(
        self, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced, fsync = [], os.fsync

        def watching(handle: int) -> None:
            here = pathlib.Path(os.readlink(f"/proc/self/fd/{handle}"))
            name = home / "files" / self.SHA256[:2] / self.SHA256
            synced.append((here.name if here.is_dir() else here.read_bytes(), name.exists()))
            fsync(handle)

        monkeypatch.setattr(os, "fsync", watching)

        put(self.DATA, "application/pdf")

        assert synced[-2:] == [(self.DATA, False), (self.SHA256[:2], True)]
