"""National codes, their check digits, and how much of them a stranger may see (pure)."""

import functools
import operator
import re

from stdnum.cn import ric, uscc

ITEM_TYPES = frozenset({"00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "20", "21"})
LEVELS = frozenset("1234567")
LICENCE_ROOT = "1.2.156.3005.2"

_MOD_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RESIDENT_REGION = re.compile(r"[1-9]\d{5}")


# Asked of the same few hundred authorities for every licence.
@functools.lru_cache(maxsize=4096)
def uscc_valid(code: str) -> bool:
    """Tell whether the code is a unified social credit code (GB 32100-2015) of 18 characters."""
    return len(code) == 18 and code.isascii() and code == code.upper() and bool(uscc.is_valid(code))


def resident_id_valid(number: str) -> bool:
    """Tell whether the number is a resident identity number (GB 11643-1999): 17 digits, check, a real date.

    The division part is only checked for its form: codes of divisions long abolished stay valid for life,
    and a permanent residence card of 2023 begins with 9.
    """
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", number) or not _RESIDENT_REGION.match(number):
        return False
    upper = number.upper()
    if ric.calc_check_digit(upper) != upper[-1]:
        return False
    try:
        ric.get_birth_date(upper)
    except ric.ValidationError:
        return False
    return True


def catalog_code_valid(code: str) -> bool:
    """Tell whether the code has the form of a 基本编码 (GB/T 39554.1): PP TT DD MMM SSS, a known type."""
    return bool(re.fullmatch(r"[0-9]{12}", code)) and code[2:4] in ITEM_TYPES


def task_code_valid(code: str) -> bool:
    """Tell whether the code is an 实施编码: 31 characters, USCC of the authority, level 1-7, 基本编码."""
    return len(code) == 31 and uscc_valid(code[:18]) and code[18] in LEVELS and catalog_code_valid(code[19:])


def task_code(authority_uscc: str, level: str, catalog_code: str) -> str:
    """Put an 实施编码 together; ValueError when a part is wrong."""
    code = f"{authority_uscc}{level}{catalog_code}"
    if not task_code_valid(code):
        raise ValueError(f"not an implementation code: {code}")
    return code


@functools.lru_cache(maxsize=4096)
def enclosing(region_code: str) -> tuple[str, ...]:
    """Return a division of 12 digits and those around it, the nearest first; "" is the country and comes last.

    A code is that of its province (2 digits), city (4), county (6), township (9) and village (12), filled up with zeros
    (GB/T 2260, 统计用区划代码).
    """
    around = [region_code[:length].ljust(12, "0") for length in (12, 9, 6, 4, 2)] if region_code else []
    return (*dict.fromkeys(around), "")


def mod37_36(text: str) -> str:
    """Return the check character of ISO/IEC 7064 MOD 37,36; ValueError beyond digits and capital letters."""
    product = 36
    for character in text:
        total = (product + _MOD_ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return _MOD_ALPHABET[(37 - product) % 36]


def licence_type_code_valid(code: str) -> bool:
    """Tell whether the code is a 证照类型代码: USCC of the defining authority (18) and three digits."""
    return len(code) == 21 and uscc_valid(code[:18]) and code[18:].isascii() and code[18:].isdigit()


def licence_identifier(type_code: str, authority_uscc: str, serial: str, version: int) -> str:
    """Return a 证照标识 (GB/T 36904): root, type, issuing authority, serial, version, check character.

    The serial is 1-32 digits and capital letters, the version 1-999; ValueError when a part is wrong.
    """
    if not licence_type_code_valid(type_code):
        raise ValueError(f"not a licence type code: {type_code}")
    if not uscc_valid(authority_uscc):
        raise ValueError(f"not a unified social credit code: {authority_uscc}")
    if not re.fullmatch(r"[0-9A-Z]{1,32}", serial):
        raise ValueError(f"not a licence serial: {serial}")
    if not 1 <= version <= 999:
        raise ValueError(f"not a licence version: {version}")
    check = mod37_36(f"{type_code}{authority_uscc}{serial}{version:03d}")
    return f"{LICENCE_ROOT}.{type_code}.{authority_uscc}.{serial}.{version:03d}.{check}"


def licence_identifier_valid(identifier: str) -> bool:
    """Tell whether the text is a 证照标识 whose parts and check character are right."""
    prefix = f"{LICENCE_ROOT}."
    parts = identifier.removeprefix(prefix).split(".")
    if not identifier.startswith(prefix) or len(parts) != 5 or not re.fullmatch(r"[0-9]{3}", parts[3]):
        return False
    try:
        return licence_identifier(parts[0], parts[1], parts[2], int(parts[3])) == identifier
    except ValueError:
        return False


def phone_valid(number: str) -> bool:
    """Tell whether the number can be called in China: a mobile, or a landline with its area code."""
    return bool(re.fullmatch(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?", number))


def mask_name(name: str) -> str:
    """Return a person's name with all but its first character hidden: 王小明 becomes 王**."""
    return name[:1] + "*" * (len(name) - 1)


def mask_resident_id(number: str) -> str:
    """Return an identity number with three characters left in front and four behind; short ones hidden."""
    return _keep(number, 3, 4)


def mask_phone(number: str) -> str:
    """Return a telephone number with three characters left in front and four behind; short ones hidden."""
    return _keep(number, 3, 4)


def mask_uscc(code: str) -> str:
    """Return the code as it is: a unified social credit code is public (GB 32100-2015)."""
    return code


def _keep(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]


_USCC_VALUES = {letter: value for value, letter in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_USCC_WEIGHTS = (*(pow(3, place, 31) for place in range(17)), 1)


def public_code(code: str) -> bool:
    """Tell whether the code is public: that of an organisation (GB 32100) or of a region (twelve digits).

    What could be a person's number as well is not. Asked of every row of a register, so it only counts.
    """
    if len(code) == 12:
        return code.isascii() and code.isdigit()
    if len(code) != 18:
        return False
    try:
        total = sum(map(operator.mul, map(_USCC_VALUES.__getitem__, code), _USCC_WEIGHTS))
    except KeyError:
        return False
    return total % 31 == 0 and not resident_id_valid(code)
