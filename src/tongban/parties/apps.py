from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "tongban.parties"
    label = "parties"

    def ready(self) -> None:
        from django.conf import settings

        from tongban.parties.ports import use_face_device

        if settings.FACE_DEVICE_URL:
            from tongban.parties.contrib.http_face import HttpFaceDevice

            use_face_device(HttpFaceDevice(settings.FACE_DEVICE_URL, settings.FACE_DEVICE_SECRET))
        elif settings.DEMO:
            from tongban.parties.contrib.demo_face import DemoFaceDevice

            use_face_device(DemoFaceDevice())
