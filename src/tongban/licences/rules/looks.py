"""The looks of certificates (证照样式), and what their faces show where a type does not say it (pure)."""

from __future__ import annotations

from typing import Any

PERMIT, REGISTRATION, QUALIFICATION, PROOF = "permit", "registration", "qualification", "proof"

# code: (中文, English)
LOOKS: dict[str, tuple[str, str]] = {
    PERMIT: ("许可证", "Permit"),
    REGISTRATION: ("登记证、执照", "Registration or business licence"),
    QUALIFICATION: ("资格、资质证书", "Qualification"),
    PROOF: ("证明", "Proof"),
}

# How sensitive a line of a face is (分级): 3 and 4 are not shown to who need not see them.
PUBLIC, INTERNAL, PERSONAL, SENSITIVE = 1, 2, 3, 4
LEVELS = (PUBLIC, INTERNAL, PERSONAL, SENSITIVE)


def _line(key: str, label: str, label_en: str, level: int) -> dict[str, Any]:
    return {"key": key, "label": label, "label_en": label_en, "level": level}


_FACES: dict[str, list[dict[str, Any]]] = {
    PERMIT: [
        _line("scope", "许可范围", "Scope", PUBLIC),
        _line("address", "地址", "Address", INTERNAL),
        _line("person_in_charge", "法定代表人（负责人）", "Person in charge", INTERNAL),
    ],
    REGISTRATION: [
        _line("category", "登记类别", "Category", PUBLIC),
        _line("content", "登记内容", "What is registered", INTERNAL),
        _line("address", "住所", "Address", INTERNAL),
    ],
    QUALIFICATION: [
        _line("field", "专业类别", "Field", PUBLIC),
        _line("grade", "等级", "Grade", PUBLIC),
    ],
    PROOF: [
        _line("content", "证明事项", "What is proved", INTERNAL),
        _line("remark", "备注", "Remark", INTERNAL),
    ],
}
_OF_A_PERSON = [
    _line("sex", "性别", "Sex", INTERNAL),
    _line("born_on", "出生日期", "Born on", PERSONAL),
]


def usual_face(look: str, holder_kinds: list[str]) -> list[dict[str, Any]]:
    """Return the lines of a look; where only persons hold it, the address is personal and two lines are of them."""
    lines = [dict(line) for line in _FACES[look]]
    if holder_kinds != ["person"]:
        return lines
    for line in lines:
        if line["key"] == "address":
            line["level"] = PERSONAL
    return [dict(line) for line in _OF_A_PERSON] + lines
