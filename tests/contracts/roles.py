"""Who makes which call, so that generated requests get past the door and into the house."""

from tongban.api.verbs import OFFERED

BY_APPLICANT = frozenset({"submit", "withdraw", "correct"})
BY_REVIEWER = frozenset({"open_reviews", "give_opinion", "suspend", "resume"})
STAGE_OF = {
    "submit": "draft",
    "withdraw": "submitted",
    "return_for_correction": "submitted",
    "correct": "correcting",
    "accept": "submitted",
    "refuse_acceptance": "submitted",
    "open_reviews": "accepted",
    "give_opinion": "reviewing",
    "suspend": "reviewing",
    "resume": "reviewing",
    "decide": "reviewed",
    "issue": "granted",
    "deliver": "issued",
    "close": "delivered",
    "rating": "delivered",
}


def verb_of(path: str) -> str:
    """Return the verb at the end of a path, empty when there is none."""
    last = path.rsplit("/", 1)[-1]
    return last if last in OFFERED or last == "rating" else ""


def stage_of(path: str) -> str:
    """Return the stage of a case at which the call makes sense."""
    if "/licences/{" in path:
        return "issued"
    return STAGE_OF.get(verb_of(path), "draft" if "materials" in path or "answers" in path else "submitted")


def role_of(path: str) -> str:
    """Return the role of the story that may make the call."""
    verb = verb_of(path)
    if path.endswith("/inbox"):
        return "clerk"
    if not verb or verb in BY_APPLICANT or verb == "rating":
        return "applicant"
    if verb in BY_REVIEWER:
        return "lead_reviewer"
    return {"decide": "decider", "issue": "issuer", "deliver": "issuer"}.get(verb, "clerk")
