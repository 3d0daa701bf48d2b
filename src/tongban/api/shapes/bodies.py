"""What callers send, a body for each verb."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue

from tongban.api.shapes.base import Body

Text = Annotated[str, Field(max_length=4000)]
Line = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=60)]
IdKind = Literal["111", "414", "511", "516", "990"]
Answers = Annotated[
    dict[Annotated[str, Field(max_length=100)], JsonValue],
    Field(max_length=300, description="answers by the keys of the item's form"),
]


class StartApplication(Body):
    """Start an application for oneself, for an organisation by its unified code, or for a person by `acts_for.id`."""

    item: Code
    organisation: Annotated[str, Field(max_length=18)] | None = None
    principal: Annotated[int, Field(ge=1, le=2**31)] | None = None
    answers: Answers = Field(default_factory=dict)
    purpose: Literal["new", "renewal", "change", "reissue", "surrender"] = "new"
    about_licence: Annotated[str, Field(max_length=120)] = ""
    mock: bool = False
    variant: Annotated[str, Field(max_length=30)] = ""
    things: dict[str, Annotated[str, Field(max_length=60)]] = Field(default_factory=dict, max_length=20)


class ChangeAnswers(Body):
    """Answers to save; with the `revision` that was seen, what others changed since is merged or told as a conflict."""

    answers: Answers
    revision: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class Nothing(Body):
    """A verb that needs no more than its address."""


class Reason(Body):
    reason: Text


class ToCorrect(Body):
    """One thing to put right: the code of a material, or the key of a question."""

    code: Annotated[str, Field(max_length=100)]
    problem: Annotated[str, Field(max_length=500)]
    requirement: Annotated[str, Field(max_length=500)]


class ReturnForCorrection(Body):
    """The whole list of what is to be put right, told once."""

    items: Annotated[list[ToCorrect], Field(max_length=100)]
    note: Text = ""


class Accept(Body):
    """`deferred` are the materials that come later, all that was promised when absent.

    `occurred_at` is when it was accepted, where that is entered afterwards; the limits run from that day.
    """

    note: Text = ""
    deferred: Annotated[list[Code], Field(max_length=100)] | None = None
    occurred_at: AwareDatetime | None = None


class ProposeRefusal(Body):
    """`competent_authority` is needed when this authority is not competent."""

    ground: Literal["not_required", "not_competent"]
    reason: Text
    competent_authority: Line = ""


class RefuseAcceptance(ProposeRefusal):
    """`how_it_could_be_done` tells the applicant what to do instead."""

    how_it_could_be_done: Text


class Terminate(Body):
    """`basis` names the law where the ground is another one that the law has."""

    ground: Literal["correction_unanswered", "subject_ceased", "deferral_lapsed", "false_promise", "other_statutory"]
    reason: Text
    basis: Annotated[str, Field(max_length=300)] = ""


class Decline(Body):
    """No to what was proposed, and why."""

    kind: Literal["refusal", "withdrawal", "voiding", "extension"]
    answer: Text


class Register(Body):
    """Take an application in for a person by identity number or an organisation by its unified code.

    A person's name is needed too, and the telephone of one who is not known yet. The kind of an identity document is
    that of GA/T 2000.156: 111 resident card, 414 passport, 511 and 516 travel permits, 990 other. `papers` are copies
    by the material's code.
    """

    item: Code
    applicant: Annotated[str, Field(max_length=30)]
    applicant_id_kind: IdKind = "111"
    applicant_name: Line = ""
    applicant_phone: Annotated[str, Field(max_length=20)] = ""
    agent: Annotated[str, Field(max_length=30)] = ""
    agent_id_kind: IdKind = "111"
    agent_name: Line = ""
    agent_phone: Annotated[str, Field(max_length=20)] = ""
    channel: Literal["window", "phone", "kiosk", "agent"] = "window"
    answers: Answers = Field(default_factory=dict)
    situation: Answers = Field(default_factory=dict)
    purpose: Literal["new", "renewal", "change", "reissue", "surrender"] = "new"
    about_licence: Annotated[str, Field(max_length=120)] = ""
    papers: Annotated[dict[Code, Annotated[int, Field(ge=0, le=99)]], Field(max_length=100)] = Field(
        default_factory=dict
    )
    occurred_at: AwareDatetime | None = None
    mock: bool = False


class GiveOpinion(Body):
    """`conditions` go with an agreement under conditions, the reasons in `text` with a disagreement."""

    step_code: Code
    opinion: Literal["agree", "agree_with_conditions", "disagree"]
    text: Text = ""
    conditions: Text = ""


class AskAgain(Body):
    """What the authority of a step is asked to review once more."""

    step_code: Code
    asked: Annotated[str, Field(max_length=2000)]


class Suspend(Body):
    """A ground of the closed list of the law, or of the item's own, by its code, and the working days that it takes."""

    kind: Code
    days: Annotated[int, Field(ge=1, le=10000)]
    reason: Text


class Resume(Body):
    """`kind` tells which procedure ends, where several are open."""

    result: Annotated[str, Field(max_length=2000)]
    kind: Annotated[str, Field(max_length=30)] = ""


class RequestExtension(Body):
    """The working days by which the legal limit is to be longer, and why."""

    days: Annotated[int, Field(ge=1, le=10000)]
    reason: Text


class TellOfHearing(Body):
    """What a hearing can be asked for about."""

    about: Annotated[str, Field(max_length=2000)]


class RequestHearing(Body):
    """`asked_by` is needed where an official records whose wish it is."""

    asked_by: Line = ""


class ConveneHearing(Body):
    """When, where and under whom the hearing is held; `host_id` is an official who took no part in the case."""

    held_on: dt.date
    place: Annotated[str, Field(max_length=300)]
    host_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    public: bool = True


class HoldHearing(Body):
    minutes: Annotated[str, Field(max_length=20000)]


class NotifyThirdParty(Body):
    """Whose important interests the licence touches directly, and which these are."""

    name: Line
    interest: Annotated[str, Field(max_length=2000)]
    phone: Annotated[str, Field(max_length=40)] = ""


class RecordThirdParty(Body):
    """What a third party says; its id is in the answer on the case."""

    third_party_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    statement: Text


class Decide(Body):
    """`reasons` are needed to refuse; `conditions` are those of the opinions when absent.

    `withheld` names what is not published, each part with its ground.
    """

    outcome: Literal["granted", "refused"]
    reasons: Text = ""
    conditions: Text | None = None
    withheld: dict[
        Literal["applicant", "subject", "conditions", "reasons", "licence", "all"],
        Literal["state_secret", "trade_secret", "privacy"],
    ] = Field(default_factory=dict)


class Deliver(Body):
    """`receiver` is needed unless the result goes into the applicant's space.

    At the window the pick-up `code` is needed, or in `identity` the document by which the receiver was known.
    """

    mode: Literal["space", "window", "post", "notice"]
    receiver: Line = ""
    code: Annotated[str, Field(max_length=12)] = ""
    identity: Annotated[str, Field(max_length=100)] = ""


class Dispatch(Body):
    """What is sent by post without a number is given one."""

    mode: Literal["window", "post", "notice"]
    receiver: Line = ""
    courier: Code = ""
    tracking_number: Code = ""


class FinishAtOnce(Body):
    """All of an instant item in one go; `reasons` are needed to refuse."""

    outcome: Literal["granted", "refused"] = "granted"
    reasons: Text = ""
    conditions: Text = ""
    mode: Literal["space", "window"] = "space"
    receiver: Line = ""
    identity: Annotated[str, Field(max_length=100)] = ""


class Charge(Body):
    """A fee of the item by its name; `amount` in fen where it is reckoned by the case."""

    fee: Line
    amount: Annotated[int, Field(gt=0, le=10**12)] | None = None
    reduction: Line = ""


class Pay(Body):
    """`receipt` and `paid_at` as the bank or the window has them."""

    voucher: Annotated[str, Field(max_length=40)]
    receipt: Code = ""
    paid_at: AwareDatetime | None = None


class Refund(Body):
    """`amount` in fen."""

    voucher: Annotated[str, Field(max_length=40)]
    amount: Annotated[int, Field(gt=0, le=10**12)]
    reason: Text


class Revoke(Body):
    """`ground` is of the list of the law, `heard` says how the holder could speak before."""

    ground: Code
    reason: Text
    heard: Text


class Cancel(Body):
    """`ground` is of the list of the law."""

    ground: Code
    reason: Text


class EnterChallenge(Body):
    """`body` is who hears it, `case_number` its number there."""

    kind: Literal["reconsideration", "litigation"]
    body: Line
    case_number: Annotated[str, Field(max_length=100)]
    lodged_on: dt.date


class ConcludeChallenge(Body):
    """`concluded_on` is today when absent."""

    outcome: Literal["upheld", "revoked", "altered", "unlawful", "to_redo", "withdrawn"]
    effect: Text
    concluded_on: dt.date | None = None


class Rate(Body):
    """1 is very satisfied, 5 very dissatisfied (GB/T 39046 A.8)."""

    level: Annotated[int, Field(ge=1, le=5)]
    text: Annotated[str, Field(max_length=1000)] = ""


class Assign(Body):
    """To an official, by the ids that `receivers` of the case tells."""

    official_id: int


class Transfer(Body):
    """To an official or to an authority, one of the two, by the ids that `receivers` of the case tells."""

    ground: Literal["competence", "powers_moved", "recusal", "workload"]
    reason: Annotated[str, Field(max_length=500)]
    official_id: int | None = None
    authority_id: int | None = None
