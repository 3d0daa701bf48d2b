"""What the applicant keeps and may use again for the materials of a case, and what of a case is worth keeping."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tongban.catalogue.queries import MaterialView
from tongban.kernel import files
from tongban.licences.queries.types import levels_of_types
from tongban.sharing.queries import kept_documents
from tongban.sharing.rules.kept import KeptView, kept_by_default


@dataclass(frozen=True, slots=True)
class FromSpace:
    """What of the space suits a material (`fitting`), what else could be given for it, and whether to keep a new one.

    `keeps` is how the offer to keep a new file stands when the page opens; `held` are the hashes of all that is kept.
    """

    fitting: tuple[KeptView, ...] = ()
    others: tuple[KeptView, ...] = ()
    keeps: bool = False
    held: frozenset[str] = frozenset()

    def beside(self, given: Collection[str]) -> "FromSpace":
        """Return what is still to offer where files of these hashes were given already."""
        fitting, others = (
            tuple(each for each in kept if each.sha256 not in given) for kept in (self.fitting, self.others)
        )
        return replace(self, fitting=fitting, others=others)


def from_space(matter: Any, materials: Sequence[MaterialView], on: dt.date) -> dict[str, FromSpace]:
    """Return by the material's code what the space of who applies holds for it on the day; two queries for all."""
    kind, party_id = owner_of(matter)
    kept = kept_documents(kind=kind, party_id=party_id, on=on)
    levels = levels_of_types({each.exempt_code for each in materials if each.exempt_path == "licence"})
    return {each.code: _for(each, kept, levels) for each in materials}


def owner_of(matter: Any) -> tuple[str, int]:
    """Return whose space serves an application: the organisation that applies, or the person."""
    if matter.applicant_organisation_id is not None:
        return "organisation", int(matter.applicant_organisation_id)
    return "person", int(matter.applicant_person_id or 0)


def standard_of(material: MaterialView) -> str:
    """Return what sort of paper a material is, the same in every item that names it; "" where nothing does."""
    return material.exempt_code if material.exempt_path in ("licence", "shared_data") else ""


def suits(material: MaterialView, kept: KeptView) -> bool:
    """Tell whether a kept document is one that the material asks for."""
    standard = standard_of(material)
    return (bool(standard) and kept.standard == standard) or kept.name == material.name


def _for(material: MaterialView, kept: Sequence[KeptView], levels: dict[str, int]) -> FromSpace:
    takes = {files.MEDIA_TYPES[each] for each in material.accepts if each in files.MEDIA_TYPES}
    if files.MEDIA_TYPES["pdf"] in takes:
        takes |= set(files.MEDIA_TYPES.values())  # a picture becomes a PDF where it is taken for one
    usable = [each for each in kept if each.media_type in takes and each.size <= material.max_mb * 1024 * 1024]
    keeps = kept_by_default(
        is_proof=material.is_proof,
        issuer_source=material.source,
        standard=standard_of(material),
        level=levels.get(material.exempt_code, 3),
    )
    fitting = tuple(each for each in usable if suits(material, each))
    others = tuple(each for each in usable if each not in fitting)
    return FromSpace(fitting, others, keeps, frozenset(each.sha256 for each in kept))
