"""The form of each verb that an official may say of a case."""

from tongban.web.office.forms.acceptance import AcceptForm, ReturnForCorrectionForm
from tongban.web.office.forms.afterwards import (
    CancelForm,
    ConcludeChallengeForm,
    EnterChallengeForm,
    RedoForm,
    RevokeForm,
)
from tongban.web.office.forms.base import MOVE_OF, StepForm
from tongban.web.office.forms.desk import AssignForm, ClaimForm
from tongban.web.office.forms.ending import (
    ConfirmWithdrawalForm,
    DeclineForm,
    ProposeVoidingForm,
    TerminateForm,
    VoidForm,
)
from tongban.web.office.forms.fees import ChargeForm, PayForm, RefundForm
from tongban.web.office.forms.hearing import (
    ConveneHearingForm,
    HoldHearingForm,
    NotifyThirdPartyForm,
    RecordThirdPartyForm,
    RequestHearingForm,
    TellOfHearingForm,
)
from tongban.web.office.forms.intake import (
    BeginPreReviewForm,
    CorrectForm,
    ProposeRefusalForm,
    ReceiveForm,
    RefuseAcceptanceForm,
)
from tongban.web.office.forms.joint import AskAgainForm, ExtendForm, RequestExtensionForm
from tongban.web.office.forms.outcome import CloseForm, DecideForm, IssueForm
from tongban.web.office.forms.promises import SupplyDeferredForm
from tongban.web.office.forms.review import GiveOpinionForm, OpenReviewsForm, ResumeForm, SuspendForm
from tongban.web.office.forms.sending import DeliverForm, DispatchForm, FinishAtOnceForm
from tongban.web.office.forms.transfer import TransferForm

FORMS: dict[str, type[StepForm]] = {
    "begin_pre_review": BeginPreReviewForm,
    "receive": ReceiveForm,
    "correct": CorrectForm,
    "accept": AcceptForm,
    "return_for_correction": ReturnForCorrectionForm,
    "propose_refusal": ProposeRefusalForm,
    "refuse_acceptance": RefuseAcceptanceForm,
    "confirm_withdrawal": ConfirmWithdrawalForm,
    "terminate": TerminateForm,
    "propose_voiding": ProposeVoidingForm,
    "void": VoidForm,
    "decline": DeclineForm,
    "open_reviews": OpenReviewsForm,
    "give_opinion": GiveOpinionForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "ask_again": AskAgainForm,
    "request_extension": RequestExtensionForm,
    "extend": ExtendForm,
    "tell_of_hearing": TellOfHearingForm,
    "request_hearing": RequestHearingForm,
    "convene_hearing": ConveneHearingForm,
    "hold_hearing": HoldHearingForm,
    "notify_third_party": NotifyThirdPartyForm,
    "record_third_party": RecordThirdPartyForm,
    "decide": DecideForm,
    "issue": IssueForm,
    "dispatch": DispatchForm,
    "deliver": DeliverForm,
    "finish_at_once": FinishAtOnceForm,
    "charge": ChargeForm,
    "pay": PayForm,
    "refund": RefundForm,
    "close": CloseForm,
    "revoke": RevokeForm,
    "cancel": CancelForm,
    "enter_challenge": EnterChallengeForm,
    "conclude_challenge": ConcludeChallengeForm,
    "redo": RedoForm,
    "supply_deferred": SupplyDeferredForm,
    "transfer": TransferForm,
    "claim": ClaimForm,
    "assign": AssignForm,
}

__all__ = ["FORMS", "MOVE_OF", "StepForm"]
