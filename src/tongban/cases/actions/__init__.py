from tongban.cases.actions.afterwards.cancel import cancel
from tongban.cases.actions.afterwards.change_licence import change_licence, rewrite_licence
from tongban.cases.actions.afterwards.conclude_challenge import conclude_challenge
from tongban.cases.actions.afterwards.enter_challenge import enter_challenge
from tongban.cases.actions.afterwards.redo import redo
from tongban.cases.actions.afterwards.revoke import revoke
from tongban.cases.actions.decision.close import close
from tongban.cases.actions.decision.decide import decide
from tongban.cases.actions.decision.deem_renewed import deem_renewed
from tongban.cases.actions.decision.deliver import deliver
from tongban.cases.actions.decision.dispatch import dispatch
from tongban.cases.actions.decision.finish_at_once import finish_at_once
from tongban.cases.actions.decision.import_deliveries import import_deliveries
from tongban.cases.actions.decision.issue import issue
from tongban.cases.actions.fees.charge import charge
from tongban.cases.actions.fees.import_payments import import_payments
from tongban.cases.actions.fees.pay import pay
from tongban.cases.actions.fees.refund import refund
from tongban.cases.actions.intake.accept import accept
from tongban.cases.actions.intake.ask_to_withdraw import ask_to_withdraw
from tongban.cases.actions.intake.attach import attach, attach_pictures, detach
from tongban.cases.actions.intake.attach_kept import attach_kept, keep_given
from tongban.cases.actions.intake.begin_pre_review import begin_pre_review
from tongban.cases.actions.intake.choose_situation import ShownOtherwise, choose_situation
from tongban.cases.actions.intake.choose_things import choose_things
from tongban.cases.actions.intake.confirm_withdrawal import confirm_withdrawal
from tongban.cases.actions.intake.correct import correct
from tongban.cases.actions.intake.decline import decline
from tongban.cases.actions.intake.deem_accepted import deem_accepted
from tongban.cases.actions.intake.discard import discard
from tongban.cases.actions.intake.draft import draft
from tongban.cases.actions.intake.mark_wrong import mark_wrong
from tongban.cases.actions.intake.propose_refusal import propose_refusal
from tongban.cases.actions.intake.propose_voiding import propose_voiding
from tongban.cases.actions.intake.receive import receive
from tongban.cases.actions.intake.refuse_acceptance import refuse_acceptance
from tongban.cases.actions.intake.register import register
from tongban.cases.actions.intake.return_for_correction import return_for_correction
from tongban.cases.actions.intake.save_draft import DraftConflict, SavedDraft, save_draft
from tongban.cases.actions.intake.submit import submit
from tongban.cases.actions.intake.terminate import terminate
from tongban.cases.actions.intake.void import void
from tongban.cases.actions.intake.withdraw import withdraw
from tongban.cases.actions.materials.answer_assistance import answer_assistance, decline_assistance
from tongban.cases.actions.materials.ask_for_assistance import ask_for_assistance
from tongban.cases.actions.materials.resolve_materials import resolve_materials
from tongban.cases.actions.note_reading import note_reading
from tongban.cases.actions.print_document import print_document
from tongban.cases.actions.promises.begin_verification import begin_verification
from tongban.cases.actions.promises.convert_mock import convert_mock
from tongban.cases.actions.promises.lapse_deferred import lapse_deferred
from tongban.cases.actions.promises.promise import promise, take_ordinary_way
from tongban.cases.actions.promises.promise_later import promise_later
from tongban.cases.actions.promises.supply_deferred import supply_deferred
from tongban.cases.actions.promises.verify import verify
from tongban.cases.actions.review.ask_again import ask_again
from tongban.cases.actions.review.assign import assign
from tongban.cases.actions.review.check_sources import check_sources
from tongban.cases.actions.review.claim import claim
from tongban.cases.actions.review.convene_hearing import convene_hearing
from tongban.cases.actions.review.extend import extend
from tongban.cases.actions.review.give_opinion import give_opinion
from tongban.cases.actions.review.hold_hearing import hold_hearing
from tongban.cases.actions.review.notify_third_party import notify_third_party
from tongban.cases.actions.review.open_reviews import open_reviews
from tongban.cases.actions.review.record_third_party import record_third_party
from tongban.cases.actions.review.request_extension import request_extension
from tongban.cases.actions.review.request_hearing import request_hearing
from tongban.cases.actions.review.resume import resume
from tongban.cases.actions.review.suspend import suspend
from tongban.cases.actions.review.tell_of_hearing import tell_of_hearing
from tongban.cases.actions.templates.draft_template import draft_template
from tongban.cases.actions.templates.publish_template import publish_template
from tongban.cases.actions.transfer import transfer

__all__ = [
    "DraftConflict",
    "SavedDraft",
    "ShownOtherwise",
    "accept",
    "answer_assistance",
    "ask_again",
    "ask_for_assistance",
    "ask_to_withdraw",
    "assign",
    "attach",
    "attach_kept",
    "attach_pictures",
    "begin_pre_review",
    "begin_verification",
    "cancel",
    "change_licence",
    "charge",
    "check_sources",
    "choose_situation",
    "choose_things",
    "claim",
    "close",
    "conclude_challenge",
    "confirm_withdrawal",
    "convene_hearing",
    "convert_mock",
    "correct",
    "decide",
    "decline",
    "decline_assistance",
    "deem_accepted",
    "deem_renewed",
    "deliver",
    "detach",
    "discard",
    "dispatch",
    "draft",
    "draft_template",
    "enter_challenge",
    "extend",
    "finish_at_once",
    "give_opinion",
    "hold_hearing",
    "import_deliveries",
    "import_payments",
    "issue",
    "keep_given",
    "lapse_deferred",
    "mark_wrong",
    "note_reading",
    "notify_third_party",
    "open_reviews",
    "pay",
    "print_document",
    "promise",
    "promise_later",
    "propose_refusal",
    "propose_voiding",
    "publish_template",
    "receive",
    "record_third_party",
    "redo",
    "refund",
    "refuse_acceptance",
    "register",
    "request_extension",
    "request_hearing",
    "resolve_materials",
    "resume",
    "return_for_correction",
    "revoke",
    "rewrite_licence",
    "save_draft",
    "submit",
    "supply_deferred",
    "suspend",
    "take_ordinary_way",
    "tell_of_hearing",
    "terminate",
    "transfer",
    "verify",
    "void",
    "withdraw",
]
