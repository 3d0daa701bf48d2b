"""Reading the catalogue."""

from tongban.catalogue.queries.due import due_if_applied, step_days_if_applied
from tongban.catalogue.queries.editable import EditableRow, EditableRows, editable_items
from tongban.catalogue.queries.elements import element, elements
from tongban.catalogue.queries.figures import figures_of
from tongban.catalogue.queries.find import find
from tongban.catalogue.queries.history import history_of
from tongban.catalogue.queries.lists import counts, popular, themes
from tongban.catalogue.queries.owners import implementers, items_of, names_of, owners
from tongban.catalogue.queries.quality import blocking, findings_of
from tongban.catalogue.queries.quality_rules import rules_in_force
from tongban.catalogue.queries.revisions import (
    DraftView,
    RevisionEntry,
    RevisionRow,
    RevisionRows,
    RevisionView,
    may_begin,
    revision_list,
    revision_view,
)
from tongban.catalogue.queries.views import (
    announced,
    implementation,
    standing_since,
    variants,
    version,
    versions_of,
)
from tongban.catalogue.queries.ways import authorities_with_items, carriers, items_of_authority, items_under
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
    "DraftView",
    "EditableRow",
    "EditableRows",
    "Facet",
    "FeeView",
    "Found",
    "ImplementationView",
    "ItemRow",
    "MaterialView",
    "QuestionView",
    "RevisionEntry",
    "RevisionRow",
    "RevisionRows",
    "RevisionView",
    "StepView",
    "ThemeView",
    "announced",
    "authorities_with_items",
    "blocking",
    "carriers",
    "counts",
    "due_if_applied",
    "editable_items",
    "element",
    "elements",
    "figures_of",
    "find",
    "findings_of",
    "history_of",
    "implementation",
    "implementers",
    "items_of",
    "items_of_authority",
    "items_under",
    "may_begin",
    "names_of",
    "owners",
    "popular",
    "revision_list",
    "revision_view",
    "rules_in_force",
    "standing_since",
    "step_days_if_applied",
    "themes",
    "variants",
    "version",
    "versions_of",
]
