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
        self._use_witnesses()

    @staticmethod
    def _use_witnesses() -> None:
        from django.conf import settings

        from tongban.matters.ports import use_witnesses

        if settings.WITNESSES:
            from tongban.matters.contrib.http_witness import witnesses_named

            use_witnesses(witnesses_named(settings.WITNESSES))
