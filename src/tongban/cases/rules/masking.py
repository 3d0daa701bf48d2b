"""Personal data as those see it who have no part in the handling (个人信息保护法 第六条)."""

from typing import Any, Protocol

from tongban.kernel.rules.codes import mask_name, mask_phone, mask_resident_id

_MASKS = {"id_number": mask_resident_id, "phone": mask_phone}


class Applied(Protocol):
    """What has an applicant."""

    applicant_name: str
    applicant_organisation_id: int | None


def masked_party(matter: Applied) -> str:
    """Return an organisation's name, which is public, or a person's masked one."""
    return matter.applicant_name if matter.applicant_organisation_id else mask_name(matter.applicant_name)


def masked_answer(field: dict[str, Any], value: Any) -> Any:
    """Return an answer with numbers and names of persons masked."""
    if not isinstance(value, str):
        return value
    mask = _MASKS.get(field.get("format", "")) or _MASKS.get(field.get("x-type", ""))
    if mask:
        return mask(value)
    return mask_name(value) if field.get("x-element", "").startswith("person.") else value
