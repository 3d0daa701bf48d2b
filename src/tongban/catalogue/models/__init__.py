from tongban.catalogue.models.implementation import Implementation, Version
from tongban.catalogue.models.item import Item, Theme
from tongban.catalogue.models.rows import Basis, Fee, Material, Question, Step
from tongban.catalogue.models.search import SearchDocument

__all__ = [
    "Basis",
    "Fee",
    "Implementation",
    "Item",
    "Material",
    "Question",
    "SearchDocument",
    "Step",
    "Theme",
    "Version",
]
