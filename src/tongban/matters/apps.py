from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "tongban.matters"
    label = "matters"

    def ready(self) -> None:
        from tongban.matters import handlers  # noqa: F401 - registers what we do on announcements
        from tongban.matters.access import HISTORY
        from tongban.matters.actions import sequence  # noqa: F401 - taps the outbox
        from tongban.matters.lifecycle import register

        register(HISTORY)
