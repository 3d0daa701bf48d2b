"""Saying finished sentences in the reader's language."""

from django.utils.translation import gettext

from tongban.catalogue.rules.messages import Message


def in_words(message: str) -> str:
    """Say a sentence in the language of now where it remembers its template, and so what is put into it."""
    if not isinstance(message, Message):
        return str(message)
    said = {name: in_words(value) if isinstance(value, Message) else value for name, value in message.values.items()}
    template = gettext(message.template)
    return template % said if said else template
