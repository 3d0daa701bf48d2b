from tongban.cases.actions.decision.close import close
from tongban.cases.actions.decision.decide import decide
from tongban.cases.actions.decision.deliver import deliver
from tongban.cases.actions.decision.issue import issue
from tongban.cases.actions.intake.accept import accept
from tongban.cases.actions.intake.attach import attach, detach
from tongban.cases.actions.intake.correct import correct
from tongban.cases.actions.intake.draft import draft
from tongban.cases.actions.intake.refuse_acceptance import refuse_acceptance
from tongban.cases.actions.intake.return_for_correction import return_for_correction
from tongban.cases.actions.intake.save_draft import save_draft
from tongban.cases.actions.intake.submit import submit
from tongban.cases.actions.intake.withdraw import withdraw
from tongban.cases.actions.print_document import print_document
from tongban.cases.actions.review.ask_again import ask_again
from tongban.cases.actions.review.give_opinion import give_opinion
from tongban.cases.actions.review.open_reviews import open_reviews
from tongban.cases.actions.review.resume import resume
from tongban.cases.actions.review.suspend import suspend
from tongban.cases.actions.templates.draft_template import draft_template
from tongban.cases.actions.templates.publish_template import publish_template

__all__ = [
    "accept",
    "ask_again",
    "attach",
    "close",
    "correct",
    "decide",
    "deliver",
    "detach",
    "draft",
    "draft_template",
    "give_opinion",
    "issue",
    "open_reviews",
    "print_document",
    "publish_template",
    "refuse_acceptance",
    "resume",
    "return_for_correction",
    "save_draft",
    "submit",
    "suspend",
    "withdraw",
]
