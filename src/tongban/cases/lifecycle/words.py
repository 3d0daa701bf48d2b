"""The words that the tables of moves are written in: duties, sets of states, and a move in one line."""

from tongban.matters.lifecycle import LICENSING_LAW, Basis, Move

APPLICANT, CLERK, LEAD, REVIEWER = "applicant", "clerk", "lead_reviewer", "reviewer"
DECIDER, ISSUER, ADMINISTRATOR, SYSTEM_DUTY = "decider", "issuer", "administrator", "system"
HEAD, GOVERNMENT_HEAD, SUPERVISOR, HOST = "head", "government_head", "supervisor", "host"

# Handed in, and not answered yet: from each of these, silence accepts.
INTAKE = "submitted pre_review received"
CORRECTING = "correcting pre_returned"
BEFORE_ACCEPTANCE = f"{INTAKE} {CORRECTING}"
UNDER_REVIEW = "reviewing deciding"
IN_HANDLING = f"accepted {UNDER_REVIEW}"
BEFORE_DECISION = f"{BEFORE_ACCEPTANCE} {IN_HANDLING}"
GRANTED = "granted issued delivered closed"
DECIDED = f"refused {GRANTED}"


def law(article: str) -> Basis:
    """Return an article of the licensing law as a basis."""
    return Basis(LICENSING_LAW, article)


def move(
    verb: str, label: str, label_en: str, sources: str, targets: str, duties: str, basis: Basis, past: str
) -> Move:
    """Return a move; states and duties are words separated by spaces, no targets leaves the state as it is."""
    return Move(
        verb,
        label,
        label_en,
        frozenset(sources.split()),
        tuple(targets.split()),
        frozenset(duties.split()),
        basis,
        past,
    )
