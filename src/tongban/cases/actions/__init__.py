from tongban.cases.actions.accept import accept
from tongban.cases.actions.attach import attach, detach
from tongban.cases.actions.close import close
from tongban.cases.actions.correct import correct
from tongban.cases.actions.decide import decide
from tongban.cases.actions.deliver import deliver
from tongban.cases.actions.draft import draft
from tongban.cases.actions.give_opinion import give_opinion
from tongban.cases.actions.issue import issue
from tongban.cases.actions.open_reviews import open_reviews
from tongban.cases.actions.refuse_acceptance import refuse_acceptance
from tongban.cases.actions.resume import resume
from tongban.cases.actions.return_for_correction import return_for_correction
from tongban.cases.actions.save_draft import save_draft
from tongban.cases.actions.submit import submit
from tongban.cases.actions.suspend import suspend
from tongban.cases.actions.withdraw import withdraw

__all__ = [
    "accept",
    "attach",
    "close",
    "correct",
    "decide",
    "deliver",
    "detach",
    "draft",
    "give_opinion",
    "issue",
    "open_reviews",
    "refuse_acceptance",
    "resume",
    "return_for_correction",
    "save_draft",
    "submit",
    "suspend",
    "withdraw",
]
