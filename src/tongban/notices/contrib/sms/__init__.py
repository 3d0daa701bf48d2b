"""Short messages: the port's adapter that needs no gateway."""

from tongban.notices.contrib.sms.channel import SmsChannel

__all__ = ["SmsChannel"]
