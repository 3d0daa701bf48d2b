"""Who makes which call, so that generated requests get past the door and into the house."""

from tongban.api.verbs import OFFERED

BY_APPLICANT = frozenset({"submit", "withdraw", "ask_to_withdraw", "correct"})
BY_REVIEWER = frozenset(
    {
        "open_reviews",
        "give_opinion",
        "ask_again",
        "suspend",
        "resume",
        "request_extension",
        "tell_of_hearing",
        "request_hearing",
        "convene_hearing",
        "hold_hearing",
        "notify_third_party",
        "record_third_party",
    }
)
BY_DECIDER = frozenset({"decide", "refuse_acceptance", "confirm_withdrawal", "terminate", "decline"})
STAGE_OF = {
    "submit": "draft",
    "withdraw": "submitted",
    "return_for_correction": "submitted",
    "correct": "correcting",
    "accept": "submitted",
    "begin_pre_review": "submitted",
    "receive": "submitted",
    "propose_refusal": "submitted",
    "refuse_acceptance": "submitted",
    "ask_to_withdraw": "reviewing",
    "confirm_withdrawal": "reviewing",
    "terminate": "reviewing",
    "propose_voiding": "submitted",
    "void": "submitted",
    "decline": "reviewing",
    "open_reviews": "accepted",
    "give_opinion": "reviewing",
    "suspend": "reviewing",
    "resume": "reviewing",
    "extend": "reviewing",
    "ask_again": "reviewing",
    "request_extension": "reviewing",
    "tell_of_hearing": "reviewing",
    "request_hearing": "reviewing",
    "convene_hearing": "reviewing",
    "hold_hearing": "reviewing",
    "notify_third_party": "reviewing",
    "record_third_party": "reviewing",
    "decide": "reviewed",
    "issue": "granted",
    "deliver": "issued",
    "close": "delivered",
    "rating": "delivered",
}

SYSTEM = "a department's system"
# Who asks besides: nobody, somebody else, and each duty; most of them are refused, and refused as is described.
OTHERS = (
    "",
    "stranger",
    "helper",
    "clerk",
    "lead_reviewer",
    "decider",
    "issuer",
    "head",
    "supervisor",
    "administrator",
    "steward",
    "publisher",
    "data_steward",
    SYSTEM,
)


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
    if path.endswith(("/inbox", "/registrations")) or "/bulk/" in path:
        return "clerk"
    if "/alerts" in path or path.endswith("/comparison"):
        return "supervisor"
    if path.endswith("/sources"):
        return "lead_reviewer"
    if not verb or verb in BY_APPLICANT or verb == "rating":
        return "applicant"
    if verb in BY_REVIEWER:
        return "lead_reviewer"
    if verb in BY_DECIDER:
        return "decider"
    return {"issue": "issuer", "deliver": "issuer", "void": "supervisor", "extend": "head"}.get(verb, "clerk")
