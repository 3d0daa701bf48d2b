from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "tongban.licences"
    label = "licences"

    def ready(self) -> None:
        from tongban.licences import handlers  # noqa: F401 - registers what we do on announcements
