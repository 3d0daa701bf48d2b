"""What is announced of parties; the key is the id of the mandate."""

MANDATE_VERBS = ("give", "ask", "accept", "decline", "revoke", "record", "ending")


def mandate_topic(verb: str) -> str:
    """Return the topic by which something is announced that was done with a mandate, or that it ends soon."""
    return f"mandate.{verb}"
