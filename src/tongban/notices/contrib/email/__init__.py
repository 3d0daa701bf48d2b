"""Messages by e-mail, through the mail server that the settings name."""

from tongban.notices.contrib.email.channel import EmailChannel

__all__ = ["EmailChannel"]
