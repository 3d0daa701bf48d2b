"""The form of each verb that an official may say of a case."""

from tongban.web.office.forms.acceptance import AcceptForm, RefuseAcceptanceForm, ReturnForCorrectionForm
from tongban.web.office.forms.base import MOVE_OF, StepForm
from tongban.web.office.forms.outcome import CloseForm, DecideForm, DeliverForm, IssueForm
from tongban.web.office.forms.review import GiveOpinionForm, OpenReviewsForm, ResumeForm, SuspendForm

FORMS: dict[str, type[StepForm]] = {
    "accept": AcceptForm,
    "return_for_correction": ReturnForCorrectionForm,
    "refuse_acceptance": RefuseAcceptanceForm,
    "open_reviews": OpenReviewsForm,
    "give_opinion": GiveOpinionForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "decide": DecideForm,
    "issue": IssueForm,
    "deliver": DeliverForm,
    "close": CloseForm,
}

__all__ = ["FORMS", "MOVE_OF", "StepForm"]
