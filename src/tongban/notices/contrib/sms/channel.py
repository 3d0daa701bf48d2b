"""Short messages (短信): written to a folder, from which a city's gateway takes them."""

from __future__ import annotations

import json
import pathlib
import re
import secrets

from django.conf import settings

from tongban.kernel.whole_files import keep

LONGEST = 70  # characters that one short message in Chinese holds


class SmsChannel:
    """Put each short message as a file into SMS_FOLDER; the gateway's own program sends and removes it.

    The file is JSON: {"to", "text"}. It appears whole or not at all.
    """

    key = "sms"
    known_by = "phone"
    address_pattern: re.Pattern[str] | None = None

    def send(self, *, address: str, subject: str, body: str) -> None:
        """Write the short message; OSError when it cannot be written."""
        folder = pathlib.Path(settings.SMS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = subject if len(subject) <= LONGEST else subject[: LONGEST - 1] + "…"
        told = json.dumps({"to": address, "text": text}, ensure_ascii=False)
        keep(folder / f"{secrets.token_hex(12)}.json", told.encode())
