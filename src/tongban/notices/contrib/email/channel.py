"""The e-mail channel."""

from __future__ import annotations

import re

from django.core.mail import EmailMessage


class EmailChannel:
    """Send a message as a plain text e-mail from DEFAULT_FROM_EMAIL."""

    key = "email"
    known_by = "email"
    address_pattern: re.Pattern[str] | None = None

    def send(self, *, address: str, subject: str, body: str) -> None:
        """Hand the e-mail to the mail server; SMTPException or OSError when it is not taken."""
        EmailMessage(subject=" ".join(subject.splitlines()), body=body, to=[address]).send(fail_silently=False)
