"""Nothing but the two libraries: typst sets the page, pyHanko signs it."""

from __future__ import annotations

import io
import json
import pathlib

import typst
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from bench.licences.seeding import AT
from tongban.kernel import signing
from tongban.kernel.pdf import FONT_PACKAGE, FONT_WEIGHTS


class Bare:
    """One compiler and one signer, as a plain program would keep them."""

    def __init__(self) -> None:
        signing.document_authority()
        fonts = pathlib.Path(settings.NODE_MODULES) / FONT_PACKAGE
        found = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(fonts / weight) for weight in FONT_WEIGHTS],
        )
        self._compiler = typst.Compiler(root=str(settings.SOURCE), font_paths=found, ignore_system_fonts=True)
        self._source = (pathlib.Path(settings.SOURCE) / "licences" / "documents" / "licence.typ").read_bytes()
        keys = pathlib.Path(settings.HOME) / "keys"
        self._signer = signers.SimpleSigner.load(
            str(keys / "document-key.pem"),
            str(keys / "document-cert.pem"),
            ca_chain_files=[str(keys / "document-ca.pem")],
        )

    def make(self, printed: list[dict[str, object]], size: int) -> int:
        """Set and sign as many pages."""
        for number in range(size):
            data = self._compiler.compile(
                input=self._source,
                root=str(settings.SOURCE),
                format="pdf",
                sys_inputs={"data": json.dumps(printed[number % len(printed)], ensure_ascii=False)},
                pdf_standards="a-2b",
                timestamp=AT,
            )
            metadata = signers.PdfSignatureMetadata(
                field_name="Signature", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
            )
            out = io.BytesIO()
            signers.PdfSigner(metadata, self._signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
        return size
