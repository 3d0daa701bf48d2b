"""Reading shared data: how it was used, and what is kept to be used again."""

from tongban.sharing.queries.kept import (
    KeptFile,
    KeptPage,
    kept_documents,
    my_document,
    my_document_file,
    my_documents,
)
from tongban.sharing.queries.records import things_of
from tongban.sharing.queries.registers_named import NamedRegister, registers_named
from tongban.sharing.queries.uploads import NotWhole, Received, UploadView, received_file, upload_of
from tongban.sharing.queries.uses import Use, Uses, uses_of_my_data

__all__ = [
    "KeptFile",
    "KeptPage",
    "NamedRegister",
    "NotWhole",
    "Received",
    "UploadView",
    "Use",
    "Uses",
    "kept_documents",
    "my_document",
    "my_document_file",
    "my_documents",
    "received_file",
    "registers_named",
    "things_of",
    "upload_of",
    "uses_of_my_data",
]
