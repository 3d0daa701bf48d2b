from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tongban.web"
    label = "web"

    def ready(self) -> None:
        """Let the age of a session begin wherever somebody signs in."""
        from tongban.web import session_age  # noqa: F401 - it listens
