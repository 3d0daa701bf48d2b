"""Reading the catalogue."""

from tongban.catalogue.queries.due import due_if_applied
from tongban.catalogue.queries.find import find
from tongban.catalogue.queries.lists import counts, popular, themes
from tongban.catalogue.queries.owners import implementers, items_of, names_of, owners
from tongban.catalogue.queries.quality import findings
from tongban.catalogue.queries.views import (
    announced,
    implementation,
    standing_since,
    variants,
    version,
    versions_of,
)
from tongban.catalogue.rules.views import (
    BasisView,
    Counts,
    Facet,
    FeeView,
    Found,
    ImplementationView,
    ItemRow,
    MaterialView,
    QuestionView,
    StepView,
    ThemeView,
)

__all__ = [
    "BasisView",
    "Counts",
    "Facet",
    "FeeView",
    "Found",
    "ImplementationView",
    "ItemRow",
    "MaterialView",
    "QuestionView",
    "StepView",
    "ThemeView",
    "announced",
    "counts",
    "due_if_applied",
    "find",
    "findings",
    "implementation",
    "implementers",
    "items_of",
    "names_of",
    "owners",
    "popular",
    "standing_since",
    "themes",
    "variants",
    "version",
    "versions_of",
]
