from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tongban.notices"
    label = "notices"

    def ready(self) -> None:
        from tongban.notices import handlers  # noqa: F401 - registers what we do on announcements
        from tongban.notices.contrib.apprise import DINGTALK, WECOM
        from tongban.notices.contrib.email import EmailChannel
        from tongban.notices.contrib.sms import SmsChannel
        from tongban.notices.ports import register_channel

        for channel in (EmailChannel(), SmsChannel(), WECOM, DINGTALK):
            register_channel(channel)
