"""What is announced of parties; the key is the id of the mandate, or of the person."""

# Somebody else had an account as this person: what they left is nobody's ({"at": when the account was closed}).
CLAIM_ENDED = "person.claim_ended"

MANDATE_VERBS = ("give", "ask", "accept", "decline", "revoke", "record", "ending")


def mandate_topic(verb: str) -> str:
    """Return the topic by which something is announced that was done with a mandate, or that it ends soon."""
    return f"mandate.{verb}"
