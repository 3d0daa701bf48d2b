from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "tongban.matters"
    label = "matters"

    def ready(self) -> None:
        from tongban.matters.actions import sequence  # noqa: F401 - taps the outbox
