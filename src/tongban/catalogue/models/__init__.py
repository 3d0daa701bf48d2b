from tongban.catalogue.models.element import DataElement, FormDraft
from tongban.catalogue.models.exchange import ExchangeRow, Rejection
from tongban.catalogue.models.figures import Figure, Reality
from tongban.catalogue.models.implementation import Implementation, Version
from tongban.catalogue.models.item import Item, Theme
from tongban.catalogue.models.quality import Finding, QualityRule
from tongban.catalogue.models.revision import GuideReport, Revision
from tongban.catalogue.models.rows import Basis, Fee, Material, Question, Step
from tongban.catalogue.models.search import EmptySearch, Offering, SearchDocument, SearchText, Synonym

__all__ = [
    "Basis",
    "DataElement",
    "EmptySearch",
    "ExchangeRow",
    "Fee",
    "Figure",
    "Finding",
    "FormDraft",
    "GuideReport",
    "Implementation",
    "Item",
    "Material",
    "Offering",
    "QualityRule",
    "Question",
    "Reality",
    "Rejection",
    "Revision",
    "SearchDocument",
    "SearchText",
    "Step",
    "Synonym",
    "Theme",
    "Version",
]
