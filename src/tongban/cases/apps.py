from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tongban.cases"
    label = "cases"

    def ready(self) -> None:
        from tongban.cases.access import CASE
        from tongban.matters.lifecycle import register

        register(CASE)
