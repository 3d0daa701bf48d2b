from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "tongban.cases"
    label = "cases"

    def ready(self) -> None:
        from tongban.cases import (
            handlers,  # noqa: F401 - registers what we do on announcements
            ports,
        )
        from tongban.cases.access import ASSISTANCE, CASE, MOCK, VERIFICATION
        from tongban.cases.contrib.offline import OfflineCourier, OfflinePayment
        from tongban.cases.queries.live_case import live_case
        from tongban.cases.queries.open_of_items import open_of_items
        from tongban.catalogue.ports import use_open_cases
        from tongban.matters.lifecycle import register
        from tongban.sharing.ports import use_cases

        register(CASE)
        register(MOCK)
        register(VERIFICATION)
        register(ASSISTANCE)
        ports.use_payment(OfflinePayment())
        ports.use_courier(OfflineCourier())
        use_open_cases(open_of_items)
        use_cases(live_case)
        # Every database that takes our shape has the templates of the documents that the law wants.
        post_migrate.connect(_load_templates, sender=self, dispatch_uid="cases.templates")


def _load_templates(**_: Any) -> None:
    from django.db import connection

    from tongban.cases.actions.load_templates import load_templates
    from tongban.cases.models import DocumentTemplate

    # Going back to before there were any also ends here.
    if DocumentTemplate._meta.db_table in connection.introspection.table_names():
        load_templates()
