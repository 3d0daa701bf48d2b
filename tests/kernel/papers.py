"""Small PDFs written by hand, so that a test says exactly what is in them."""

import io
import zlib

from pypdf import PdfReader, PdfWriter

PAGES, PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]"


def paper(*more: bytes, root: bytes = b"", pages: bytes = PAGES, page: bytes = b"", packed: bool = False) -> bytes:
    """Return a PDF of one empty page.

    `root` and `page` are further entries of the catalogue and of the page, `more` further objects, numbered from 4.
    `packed` hides every object in one compressed object stream, found by a compressed cross-reference stream.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R " + root + b" >>", pages, PAGE + page + b" >>", *more]
    return _packed(objects) if packed else _plain(objects)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object; one of these cannot be packed."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def encrypted(data: bytes, password: str) -> bytes:
    """Return a PDF that asks for a password; an empty one opens it to everybody."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def _plain(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def _packed(objects: list[bytes]) -> bytes:
    index, body = b"", b""
    for number, each in enumerate(objects, 1):
        index += b"%d %d " % (number, len(body))
        body += each + b"\n"
    holder, table = len(objects) + 1, len(objects) + 2
    entries = b"/Type /ObjStm /Filter /FlateDecode /N %d /First %d" % (len(objects), len(index))
    out = b"%PDF-1.7\n"
    place = len(out)
    out += b"%d 0 obj\n%s\nendobj\n" % (holder, stream(zlib.compress(index + body), entries))
    start = len(out)
    rows = b"\0" + bytes(6)
    rows += b"".join(
        b"\2" + holder.to_bytes(4, "big") + place_in.to_bytes(2, "big") for place_in in range(len(objects))
    )
    rows += b"".join(b"\1" + where.to_bytes(4, "big") + bytes(2) for where in (place, start))
    entries = b"/Type /XRef /Filter /FlateDecode /W [1 4 2] /Size %d /Root 1 0 R" % (table + 1)
    out += b"%d 0 obj\n%s\nendobj\n" % (table, stream(zlib.compress(rows), entries))
    return out + b"startxref\n%d\n%%%%EOF\n" % start
