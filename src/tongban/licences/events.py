"""What licences announce."""

TOPIC = "licence"


def topic(verb: str) -> str:
    """Return the topic of a change of standing, such as licence.suspend."""
    return f"{TOPIC}.{verb}"
