from tongban.catalogue.actions.import_drafts import import_drafts
from tongban.catalogue.actions.import_items import import_items
from tongban.catalogue.actions.import_themes import import_themes
from tongban.catalogue.actions.index_search import index_search
from tongban.catalogue.actions.publish_versions import publish_versions
from tongban.catalogue.actions.revisions.abandon import abandon
from tongban.catalogue.actions.revisions.begin_item import begin_item
from tongban.catalogue.actions.revisions.begin_revision import begin_revision
from tongban.catalogue.actions.revisions.drop_draft import drop_draft
from tongban.catalogue.actions.revisions.edit_revision import edit_revision
from tongban.catalogue.actions.revisions.pass_review import pass_review
from tongban.catalogue.actions.revisions.propose_standing import propose_standing
from tongban.catalogue.actions.revisions.publish_revision import publish_revision
from tongban.catalogue.actions.revisions.send_back import send_back
from tongban.catalogue.actions.revisions.send_to_review import send_to_review
from tongban.catalogue.actions.revisions.take_effect import take_effect

__all__ = [
    "abandon",
    "begin_item",
    "begin_revision",
    "drop_draft",
    "edit_revision",
    "import_drafts",
    "import_items",
    "import_themes",
    "index_search",
    "pass_review",
    "propose_standing",
    "publish_revision",
    "publish_versions",
    "send_back",
    "send_to_review",
    "take_effect",
]
