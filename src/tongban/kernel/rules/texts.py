"""What people and programs write in their own words."""


def storable(text: str) -> bool:
    """Tell whether the database can keep a text: it has no NUL and no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)
