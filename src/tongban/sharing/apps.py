from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "tongban.sharing"
    label = "sharing"

    def ready(self) -> None:
        from django.conf import settings

        from tongban.matters.lifecycle import register
        from tongban.sharing import handlers  # noqa: F401 - registers what we do on announcements
        from tongban.sharing.access import CORRECTION
        from tongban.sharing.contrib.demo_register import DemoRegister
        from tongban.sharing.contrib.http_register import HttpRegister
        from tongban.sharing.ports import use_connector

        register(CORRECTION)
        for key, way in settings.REGISTER_CONNECTORS.items():
            use_connector(HttpRegister(key, way["url"], way["token"]))
        if settings.DEMO:
            use_connector(DemoRegister(settings.HOME / "registers-away"))
