"""The verbs of a case: one call each, made from this table and from the moves of the law."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber, case_href
from tongban.api.idempotent import Key, once
from tongban.api.shapes import bodies
from tongban.api.shapes.base import Body, Links
from tongban.api.shapes.cases import Moved
from tongban.cases import actions
from tongban.cases.lifecycle import MOVES
from tongban.cases.lifecycle.decision import AT_ONCE
from tongban.kernel import clock

calls = Calls("verbs 办理")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb, the body it takes, and the action that it calls with the body's fields."""

    code: str
    body: type[Body]
    action: Callable[..., Any]


VERBS = (
    Verb("submit", bodies.Nothing, actions.submit),
    Verb("discard", bodies.Nothing, actions.discard),
    Verb("withdraw", bodies.Reason, actions.withdraw),
    Verb("return_for_correction", bodies.ReturnForCorrection, actions.return_for_correction),
    Verb("correct", bodies.Nothing, actions.correct),
    Verb("begin_pre_review", bodies.Nothing, actions.begin_pre_review),
    Verb("receive", bodies.Nothing, actions.receive),
    Verb("accept", bodies.Accept, actions.accept),
    Verb("propose_refusal", bodies.ProposeRefusal, actions.propose_refusal),
    Verb("refuse_acceptance", bodies.RefuseAcceptance, actions.refuse_acceptance),
    Verb("ask_to_withdraw", bodies.Reason, actions.ask_to_withdraw),
    Verb("confirm_withdrawal", bodies.Nothing, actions.confirm_withdrawal),
    Verb("terminate", bodies.Terminate, actions.terminate),
    Verb("propose_voiding", bodies.Reason, actions.propose_voiding),
    Verb("void", bodies.Nothing, actions.void),
    Verb("decline", bodies.Decline, actions.decline),
    Verb("open_reviews", bodies.Nothing, actions.open_reviews),
    Verb("give_opinion", bodies.GiveOpinion, actions.give_opinion),
    Verb("suspend", bodies.Suspend, actions.suspend),
    Verb("resume", bodies.Resume, actions.resume),
    Verb("ask_again", bodies.AskAgain, actions.ask_again),
    Verb("request_extension", bodies.RequestExtension, actions.request_extension),
    Verb("extend", bodies.Nothing, actions.extend),
    Verb("tell_of_hearing", bodies.TellOfHearing, actions.tell_of_hearing),
    Verb("request_hearing", bodies.RequestHearing, actions.request_hearing),
    Verb("convene_hearing", bodies.ConveneHearing, actions.convene_hearing),
    Verb("hold_hearing", bodies.HoldHearing, actions.hold_hearing),
    Verb("notify_third_party", bodies.NotifyThirdParty, actions.notify_third_party),
    Verb("record_third_party", bodies.RecordThirdParty, actions.record_third_party),
    Verb("decide", bodies.Decide, actions.decide),
    Verb("issue", bodies.Nothing, actions.issue),
    Verb("dispatch", bodies.Dispatch, actions.dispatch),
    Verb("deliver", bodies.Deliver, actions.deliver),
    Verb("finish_at_once", bodies.FinishAtOnce, actions.finish_at_once),
    Verb("charge", bodies.Charge, actions.charge),
    Verb("pay", bodies.Pay, actions.pay),
    Verb("refund", bodies.Refund, actions.refund),
    Verb("close", bodies.Nothing, actions.close),
    Verb("revoke", bodies.Revoke, actions.revoke),
    Verb("cancel", bodies.Cancel, actions.cancel),
    Verb("enter_challenge", bodies.EnterChallenge, actions.enter_challenge),
    Verb("conclude_challenge", bodies.ConcludeChallenge, actions.conclude_challenge),
    Verb("redo", bodies.Reason, actions.redo),
    Verb("transfer", bodies.Transfer, actions.transfer),
    Verb("claim", bodies.Nothing, actions.claim),
    Verb("assign", bodies.Assign, actions.assign),
)

OFFERED = frozenset(verb.code for verb in VERBS)

_MOVES = {move.verb: move for move in (*MOVES, AT_ONCE)}


def _declare(verb: Verb) -> None:
    move = _MOVES[verb.code]
    needs_nothing = not any(field.is_required() for field in verb.body.model_fields.values())

    def act(request: HttpRequest, number: CaseNumber, key: Key, body: Any) -> Any:
        def work() -> Moved:
            done = verb.action(number=number, actor=caller(request), at=clock.now(), **body.model_dump())
            links = Links(self=case_href(done.number))
            return Moved(number=done.number, state=done.state, version=done.version, links=links)

        return once(request, key, body, work)

    act.__annotations__["body"] = verb.body
    if needs_nothing:
        act.__defaults__ = (verb.body(),)
    sources = ", ".join(sorted(move.sources))
    words = (
        f"{move.label} {move.label_en}",
        f"From {sources}; by {', '.join(sorted(move.duties))}. Legal basis: {move.basis}.",
    )
    declare = calls.write(
        "POST", f"/cases/{{number}}/{verb.code}", rule=TOKEN, answer=Moved, words=words, name=f"{verb.code}_case"
    )
    declare(act)


for _verb in VERBS:
    _declare(_verb)
