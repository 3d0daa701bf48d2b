from tongban.cases.models.assistance import Assistance
from tongban.cases.models.burden import CaseBurden
from tongban.cases.models.case import Case
from tongban.cases.models.challenge import Challenge
from tongban.cases.models.combined import CombinedApplication
from tongban.cases.models.document import Archive, Document, DocumentSeries, DocumentTemplate
from tongban.cases.models.fee import Charge
from tongban.cases.models.finding import MaterialFinding
from tongban.cases.models.hearing import Hearing, ThirdParty
from tongban.cases.models.material import CaseMaterial, Correction
from tongban.cases.models.outcome import Decision, Delivery
from tongban.cases.models.promise import Commitment, DeferredMaterial, Verification
from tongban.cases.models.proposal import Proposal
from tongban.cases.models.review import Review
from tongban.cases.models.saved_view import SavedView
from tongban.cases.models.transfer import Transfer

__all__ = [
    "Archive",
    "Assistance",
    "Case",
    "CaseBurden",
    "CaseMaterial",
    "Challenge",
    "Charge",
    "CombinedApplication",
    "Commitment",
    "Correction",
    "Decision",
    "DeferredMaterial",
    "Delivery",
    "Document",
    "DocumentSeries",
    "DocumentTemplate",
    "Hearing",
    "MaterialFinding",
    "Proposal",
    "Review",
    "SavedView",
    "ThirdParty",
    "Transfer",
    "Verification",
]
