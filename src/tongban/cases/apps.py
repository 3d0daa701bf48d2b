from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tongban.cases"
    label = "cases"

    def ready(self) -> None:
        from tongban.cases import handlers  # noqa: F401 - registers what we do on announcements
        from tongban.cases.access import CASE
        from tongban.matters.lifecycle import register

        register(CASE)
