"""The number by which a person is known: one by each kind of document, with what makes it whole (pure).

Kinds are those of GA/T 2000.156. A resident's card, a residence card of Hong Kong, Macao and Taiwan residents and a
foreigner's permanent residence card of 2023 all carry 18 digits with the check digit of GB 11643.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from tongban.kernel.rules.codes import mask_resident_id, resident_id_valid, uscc_valid

RESIDENT, PASSPORT, TAIWAN, HONG_KONG_MACAO, OTHER = "111", "414", "511", "516", "990"
KIND_NAMES = {
    RESIDENT: _("居民身份证"),
    HONG_KONG_MACAO: _("港澳居民来往内地通行证"),
    TAIWAN: _("台湾居民来往大陆通行证"),
    PASSPORT: _("普通护照"),
    OTHER: _("其他有效身份证件"),
}
LONGEST = 18

_FORMS = {
    # ICAO Doc 9303 leaves nine places to the number; a word without a digit is none.
    PASSPORT: re.compile(r"(?=.*[0-9])[A-Z0-9]{5,9}"),
    TAIWAN: re.compile(r"[0-9]{8}"),
    HONG_KONG_MACAO: re.compile(r"[HM][0-9]{8}"),
    OTHER: re.compile(r"(?=.*[0-9])[A-Z0-9]{4,14}"),
}
_PROBLEMS = {
    RESIDENT: _("身份号码不正确，请按身份证核对 18 位号码。"),
    PASSPORT: _("护照号码不正确，应为 5 至 9 位字母和数字，请按护照资料页核对。"),
    TAIWAN: _("台湾居民来往大陆通行证号码不正确，应为 8 位数字。"),
    HONG_KONG_MACAO: _("港澳居民来往内地通行证号码不正确，应为 H 或 M 加 8 位数字。"),
    OTHER: _("证件号码不正确，应为 4 至 14 位字母和数字。"),
}
# The last two digits of this permit count the cards that its holder has had; the number is for life.
_WITH_COUNT = re.compile(r"([HM][0-9]{8})[0-9]{2}")
_BETWEEN = "-"


def clean_number(kind: str, written: str) -> str:
    """Return a number as it is stored: half-width capitals without spaces, dashes and the count of cards."""
    number = re.sub(r"[\s\-‐‑–—－()（）]", "", unicodedata.normalize("NFKC", written)).upper()
    counted = _WITH_COUNT.fullmatch(number) if kind == HONG_KONG_MACAO else None
    return counted[1] if counted else number


def number_problem(kind: str, number: str) -> str:
    """Return what is wrong with a cleaned number of the kind, "" when its form and its check digit are right."""
    if kind not in KIND_NAMES:
        return str(_("请选择证件种类。"))
    whole = resident_id_valid(number) if kind == RESIDENT else _FORMS[kind].fullmatch(number) is not None
    return "" if whole else str(_PROBLEMS[kind])


def code_of(kind: str, number: str) -> str:
    """Return what stands for the person in other registers, 18 characters at most.

    A resident's number stands for itself; before another goes its kind ("414-E12345678"), because a passport and a
    permit may bear the same number and belong to two people.
    """
    return number if kind == RESIDENT else f"{kind}{_BETWEEN}{number}"


def number_of(code: str) -> tuple[str, str]:
    """Return the kind and the cleaned number of a code; what names no kind is a resident's number."""
    written = unicodedata.normalize("NFKC", code).strip()
    kind, between, rest = written.partition(_BETWEEN)
    if between and kind in KIND_NAMES and kind != RESIDENT:
        return kind, clean_number(kind, rest)
    return RESIDENT, clean_number(RESIDENT, written)


def code_valid(code: str) -> bool:
    """Tell whether a code is that of a person or the unified social credit code of an organisation."""
    return uscc_valid(code) or not number_problem(*number_of(code))


def masked(code: str) -> str:
    """Return a person's code with the middle hidden: the more of it, the shorter the number is."""
    kind, number = number_of(code)
    if kind == RESIDENT:
        return mask_resident_id(number)
    head, tail = (number[:1], number[-3:]) if len(number) > 5 else ("", number[-3:])
    return code_of(kind, head + "*" * (len(number) - len(head) - len(tail)) + tail)
