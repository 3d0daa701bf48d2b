"""Personal data as those see it who have no part in the handling (个人信息保护法 第六条)."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from tongban.kernel.rules.codes import mask_name, mask_phone, mask_resident_id

_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_MASKS = {"id_number": mask_resident_id, "phone": mask_phone}


class Applied(Protocol):
    """What has an applicant."""

    applicant_name: str
    applicant_organisation_id: int | None


def masked_party(matter: Applied) -> str:
    """Return an organisation's name, which is public, or a person's masked one."""
    return matter.applicant_name if matter.applicant_organisation_id else mask_name(matter.applicant_name)


def masked_words(text: str, private: Mapping[str, str]) -> str:
    """Return a text without what is private (`{words: what stands in their place}`) and without numbers of people."""
    for words in sorted(private, key=len, reverse=True):
        text = text.replace(words, private[words])
    text = _ID_NUMBER.sub(lambda found: mask_resident_id(found[0]), text)
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)


def masked_answer(field: dict[str, Any], value: Any) -> Any:
    """Return an answer with numbers and names of persons masked; in a table, those of every row."""
    if field.get("x-type") == "rows" and isinstance(value, list):
        columns = field.get("items", {}).get("properties", {})
        return [
            {key: masked_answer(columns.get(key, {}), each) for key, each in row.items()}
            for row in value
            if isinstance(row, dict)
        ]
    if not isinstance(value, str):
        return value
    mask = _MASKS.get(field.get("format", "")) or _MASKS.get(field.get("x-type", ""))
    if mask:
        return mask(value)
    return mask_name(value) if field.get("x-element", "").startswith("person.") else value
