from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "tongban.feedback"
    label = "feedback"

    def ready(self) -> None:
        from tongban.feedback import handlers  # noqa: F401 - registers what we do on announcements
        from tongban.feedback.access import COMPLAINT, DATA_REQUEST
        from tongban.matters.lifecycle import register

        register(COMPLAINT)
        register(DATA_REQUEST)
