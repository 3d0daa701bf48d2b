"""How much of a value a watcher sees, who does not handle the case (pure)."""

from tongban.kernel.rules.codes import mask_name, mask_phone, mask_resident_id
from tongban.sharing.rules.known import Value

SHOWN_UP_TO = 2


def masked(element: str, value: Value, level: int) -> Value:
    """Return the value with most of it hidden; what is public or internal (level 1 and 2) as it is."""
    if level <= SHOWN_UP_TO:
        return value
    text = "、".join(value) if isinstance(value, list) else str(value)
    name = element.partition(".")[2]
    if name.endswith(("id_number", "account")):
        return mask_resident_id(text)
    if name.endswith("phone"):
        return mask_phone(text)
    if name.endswith("address"):
        return text[:6] + "***" if len(text) > 6 else "***"
    return mask_name(text) if name.endswith("name") else "***"
