from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    name = "tongban.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Make the kinds of matters known, and let every database that takes our shape have what we ship."""
        from tongban.catalogue import handlers  # noqa: F401 - registers what we do on announcements
        from tongban.catalogue.access import GUIDE_REPORT, REVISION
        from tongban.matters.lifecycle import register

        register(REVISION)
        register(GUIDE_REPORT)
        post_migrate.connect(_load_quality_rules, sender=self, dispatch_uid="catalogue.quality_rules")
        post_migrate.connect(_load_elements, sender=self, dispatch_uid="catalogue.elements")
        post_migrate.connect(_prepare_search, sender=self, dispatch_uid="catalogue.search")


def _load_quality_rules(**_: Any) -> None:
    from django.db import connection

    from tongban.catalogue.actions.load_quality_rules import load_quality_rules
    from tongban.catalogue.models import QualityRule

    # Going back to before there were any also ends here.
    if QualityRule._meta.db_table in connection.introspection.table_names():
        load_quality_rules()


def _load_elements(**_: Any) -> None:
    from django.db import connection

    from tongban.catalogue.actions.load_elements import load_elements
    from tongban.catalogue.models import DataElement

    if DataElement._meta.db_table in connection.introspection.table_names():
        load_elements()


def _prepare_search(**_: Any) -> None:
    """Have the synonyms, and build what is searched where a change of its shape has emptied it."""
    from django.db import connection

    from tongban.catalogue.access import implementations_in_use
    from tongban.catalogue.actions.index_search import index_search
    from tongban.catalogue.actions.words.load_synonyms import load_synonyms
    from tongban.catalogue.models import Offering, SearchDocument, SearchText, Synonym
    from tongban.kernel.clock import now

    tables = connection.introspection.table_names()
    if not {model._meta.db_table for model in (SearchText, Synonym, Offering)} <= set(tables):
        return
    load_synonyms(at=now())
    # What an earlier release built lacks the figures, and was folded by other rules: it is built anew once.
    built = SearchDocument.objects.exists() and Offering.objects.exists()
    if not built and implementations_in_use().exists():
        index_search()
