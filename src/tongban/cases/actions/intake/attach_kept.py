"""Give a document of the applicant's space for a material, or keep there what was given."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.actions.intake.attach import attach_pictures, give, material_of, most_bytes, refuse_too_many
from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.models import CaseMaterial
from tongban.cases.queries.keeping import owner_of, standard_of
from tongban.cases.queries.reading import read_case
from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.actions.hold import hold
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor
from tongban.sharing.actions import keep_document, use_document


@transaction.atomic
def attach_kept(*, number: str, material_code: str, document_id: int, actor: Actor, at: dt.datetime) -> int:
    """Give a document that the applicant keeps for the material; return the id of the file.

    Raises NotFound for a document that is not the applicant's, DocumentLapsed after its last good day, BadInput when
    the material does not take it, NotYours, NotAllowedNow.
    """
    hold(number)
    facts = changeable(number, actor)
    material = material_of(facts, material_code)
    refuse_too_many(facts, material_code)
    kind, party_id = owner_of(facts.matter)
    kept = use_document(kind=kind, party_id=party_id, document_id=document_id, at=at)
    takes = {files.MEDIA_TYPES[each] for each in material.accepts if each in files.MEDIA_TYPES}
    if kept.media_type not in takes and files.MEDIA_TYPES["pdf"] in takes:
        return attach_pictures(
            number=number,
            material_code=material_code,
            pictures=[(kept.file_name, files.read(kept.sha256))],
            actor=actor,
            at=at,
        )
    if kept.media_type not in takes or kept.size > most_bytes(material):
        told = _("“%(name)s”的格式或大小不符合这项材料的要求，请另外上传") % {"name": kept.name}
        raise BadInput({material_code: told})
    stored = files.StoredFile(kept.sha256, kept.size, kept.media_type)
    return give(number, material, kept.file_name, stored, actor, at, document_id=kept.id)


@transaction.atomic
def keep_given(
    *,
    number: str,
    material_id: int,
    actor: Actor,
    at: dt.datetime,
    obtained_on: dt.date | None = None,
    valid_until: dt.date | None = None,
) -> int:
    """Keep a file that was given for a case in the applicant's space, for the next time; return the document's id.

    It counts as obtained on the day of giving unless told. Raises NotFound for what is no file of the case, NotYours
    for who does not act for the applicant, BadInput for days that cannot be, SpaceFull.
    """
    facts = read_case(number, actor)
    kind, party_id = owner_of(facts.matter)
    given = CaseMaterial.objects.filter(pk=material_id, matter_id=facts.matter.pk, removed_at=None).first()
    if given is None:
        raise NotFound(_("没有找到这个文件，可能已经删除"))
    if not is_applicant(actor, facts):
        raise NotYours(_("只有申请人可以把材料留在自己的空间"))
    material = material_of(facts, given.code)
    return keep_document(
        kind=kind,
        party_id=party_id,
        name=material.name,
        file_name=given.file_name,
        sha256=given.sha256,
        media_type=given.media_type,
        obtained_on=obtained_on or day_of(given.added_at),
        valid_until=valid_until,
        standard=standard_of(material),
        source="case",
        case_number=number,
        actor=actor,
        at=at,
    )
