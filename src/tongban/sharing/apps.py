from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "tongban.sharing"
    label = "sharing"

    def ready(self) -> None:
        from tongban.matters.lifecycle import register
        from tongban.sharing import handlers  # noqa: F401 - registers what we do on announcements
        from tongban.sharing.access import CORRECTION

        register(CORRECTION)
