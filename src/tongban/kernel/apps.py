from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from tongban.kernel.tracing import trace_statements


class KernelConfig(AppConfig):
    name = "tongban.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Let every database that takes our shape have the parameters that the code asks for."""
        trace_statements()
        post_migrate.connect(_load_parameters, sender=self, dispatch_uid="kernel.parameters")


def _load_parameters(**_: Any) -> None:
    from django.db import connection

    from tongban.kernel.actions.load_parameters import load_parameters
    from tongban.kernel.models import Parameter

    # Going back to before there were any also ends here.
    if Parameter._meta.db_table in connection.introspection.table_names():
        load_parameters()
