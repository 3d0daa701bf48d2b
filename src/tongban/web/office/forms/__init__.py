"""The form of each verb that an official may say of a case."""

from tongban.web.office.forms.acceptance import AcceptForm, ReturnForCorrectionForm
from tongban.web.office.forms.base import MOVE_OF, StepForm
from tongban.web.office.forms.desk import AssignForm, ClaimForm
from tongban.web.office.forms.ending import (
    ConfirmWithdrawalForm,
    DeclineForm,
    ProposeVoidingForm,
    TerminateForm,
    VoidForm,
)
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
from tongban.web.office.forms.outcome import CloseForm, DecideForm, DeliverForm, IssueForm
from tongban.web.office.forms.review import GiveOpinionForm, OpenReviewsForm, ResumeForm, SuspendForm
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
    "deliver": DeliverForm,
    "close": CloseForm,
    "transfer": TransferForm,
    "claim": ClaimForm,
    "assign": AssignForm,
}

__all__ = ["FORMS", "MOVE_OF", "StepForm"]
