"""Give what was given for one item of a combined application to the others that ask for the same."""

import datetime as dt
from collections.abc import Mapping, Sequence

from tongban.cases.models import Case, CaseMaterial
from tongban.cases.queries.combined import siblings
from tongban.cases.queries.reading import version_of
from tongban.cases.rules.combined import same_material
from tongban.catalogue.queries import MaterialView
from tongban.parties.rules.actor import Actor


def share_material(*, case: Case, material: MaterialView, given: CaseMaterial, actor: Actor) -> int:
    """Enter a file that was just given in each sibling draft that asks for the material; return in how many.

    In the caller's transaction, in three statements, and none for a case that stands alone. What is removed from one
    item afterwards stays with the others.
    """
    others = {str(each.pk): each for each in siblings(actor, case)}
    lists = _lists(others)
    codes = same_material(material, lists)
    if not codes:
        return 0
    held = CaseMaterial.objects.filter(removed_at=None, sha256=given.sha256, matter_id__in=map(int, codes))
    there = set(held.values_list("matter_id", "code"))
    rows = [
        _given_too(given, int(pk), code, given.name, given.added_at)
        for pk, code in codes.items()
        if (int(pk), code) not in there
    ]
    return len(CaseMaterial.objects.bulk_create(rows))


def take_shared(*, case: Case, materials: Sequence[MaterialView], actor: Actor, at: dt.datetime) -> int:
    """Enter for what a draft newly asks for the files that a sibling draft has; return how many.

    In the caller's transaction, in three statements. Of several siblings the first that has files of the material gives
    its own, so that they are no more than one material may have.
    """
    wanted = [each for each in materials if each.carrier == "file"]
    others = {str(each.pk): each for each in siblings(actor, case)} if wanted else {}
    lists = _lists(others)
    held = list(CaseMaterial.objects.filter(removed_at=None, matter_id__in=map(int, others)).order_by("pk"))
    rows = []
    for material in wanted:
        codes = same_material(material, lists)
        theirs = (
            [each for each in held if (each.matter_id, each.code) == (int(pk), codes[pk])]
            for pk in others
            if pk in codes
        )
        rows += [_given_too(each, case.pk, material.code, material.name, at) for each in next(filter(None, theirs), [])]
    return len(CaseMaterial.objects.bulk_create(rows))


def _lists(drafts: Mapping[str, Case]) -> dict[str, Sequence[MaterialView]]:
    """Return what each of the drafts asks for in its situation."""
    return {key: version_of(each.version_id).in_situation(each.situation).materials for key, each in drafts.items()}


def _given_too(given: CaseMaterial, matter_id: int, code: str, name: str, at: dt.datetime) -> CaseMaterial:
    """Return the row of the same file for another draft."""
    return CaseMaterial(
        matter_id=matter_id,
        code=code,
        name=name,
        file_name=given.file_name,
        media_type=given.media_type,
        size=given.size,
        sha256=given.sha256,
        added_at=at,
        kept_document_id=given.kept_document_id,
    )
