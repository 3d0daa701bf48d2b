"""The moves of a case (办件), as data: from which states, to which, by whom, on what basis. One file per stage."""

from tongban.cases.lifecycle.afterwards import AFTERWARDS_MOVES
from tongban.cases.lifecycle.assistance import ASSISTANCE_MOVES, ASSISTANCE_STATES
from tongban.cases.lifecycle.decision import DECISION_MOVES
from tongban.cases.lifecycle.intake import INTAKE_MOVES
from tongban.cases.lifecycle.review import REVIEW_MOVES
from tongban.cases.lifecycle.states import STATES
from tongban.cases.lifecycle.verification import VERIFICATION_MOVES, VERIFICATION_STATES
from tongban.cases.lifecycle.words import (
    ADMINISTRATOR,
    APPLICANT,
    CLERK,
    DECIDER,
    GOVERNMENT_HEAD,
    HEAD,
    HOST,
    ISSUER,
    LEAD,
    REVIEWER,
    SUPERVISOR,
    SYSTEM_DUTY,
)

MOVES = (*INTAKE_MOVES, *REVIEW_MOVES, *DECISION_MOVES, *AFTERWARDS_MOVES)

__all__ = [
    "ADMINISTRATOR",
    "APPLICANT",
    "ASSISTANCE_MOVES",
    "ASSISTANCE_STATES",
    "CLERK",
    "DECIDER",
    "GOVERNMENT_HEAD",
    "HEAD",
    "HOST",
    "ISSUER",
    "LEAD",
    "MOVES",
    "REVIEWER",
    "STATES",
    "SUPERVISOR",
    "SYSTEM_DUTY",
    "VERIFICATION_MOVES",
    "VERIFICATION_STATES",
]
