"""Hand out a document of a case, byte for byte as it was made."""

from django.utils.translation import gettext as _

from tongban.cases.access import is_for, reveals
from tongban.cases.actions.make_documents import make_documents
from tongban.cases.models import Document
from tongban.cases.queries.documents import File
from tongban.cases.queries.reading import read_case
from tongban.kernel import files
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor


def print_document(*, number: str, key: str, actor: Actor) -> File:
    """Return a document of a case that the actor may see unmasked; its file is made now if no job came first.

    `key` is the document's key or its number. Raises NotFound.
    """
    facts = read_case(number, actor)
    if not reveals(actor, facts):
        raise NotFound(_("没有找到这个文件"))
    for document in facts.parts["documents"]:
        if key in (document.key, document.number) and is_for(actor, facts, document.kind):
            return File(f"{document.title}-{document.number}.pdf", "application/pdf", files.read(_hash(document)))
    raise NotFound(_("没有找到这份文书"))


def _hash(document: Document) -> str:
    if not document.sha256:
        make_documents(document.matter_id)
        document.refresh_from_db(fields=["sha256"])
    return document.sha256
