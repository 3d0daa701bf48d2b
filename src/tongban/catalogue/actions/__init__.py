from tongban.catalogue.actions.import_items import import_items
from tongban.catalogue.actions.import_themes import import_themes
from tongban.catalogue.actions.index_search import index_search
from tongban.catalogue.actions.publish_versions import publish_versions

__all__ = ["import_items", "import_themes", "index_search", "publish_versions"]
