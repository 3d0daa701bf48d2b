"""What is announced of parties; the key is the id of the mandate, or of the person."""

# Somebody else had an account as this person: what they left is nobody's ({"at": when the account was closed}).
CLAIM_ENDED = "person.claim_ended"

# Too many wrong passwords: the key is the account's id ({"until": when it may sign in by password again}).
SIGN_IN_LOCKED = "account.sign_in_locked"

MANDATE_VERBS = ("give", "ask", "accept", "decline", "revoke", "record", "ending")


def mandate_topic(verb: str) -> str:
    """Return the topic by which something is announced that was done with a mandate, or that it ends soon."""
    return f"mandate.{verb}"
