"""What licences announce."""

TOPIC = "licence"
# A copy was made; the key is its id.
COPY_MADE = "licence_copy.made"
# Somebody asks the holder for a copy; the key is the request's id.
COPY_ASKED = "licence_copy.asked"


def topic(verb: str) -> str:
    """Return the topic of a change of standing, such as licence.suspend."""
    return f"{TOPIC}.{verb}"
