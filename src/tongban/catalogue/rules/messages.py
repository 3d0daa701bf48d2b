"""Chinese sentences that remember their template, so that a door can say them in the reader's language."""

from __future__ import annotations


class Message(str):
    """A finished Chinese sentence; `template` is its message id and `values` fill the template's names."""

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Message:
        sentence = super().__new__(cls, template % values if values else template)
        sentence.template = template
        sentence.values = values
        return sentence


def gettext_noop(template: str) -> str:
    """Mark a message id for the catalogue of translations; the text stays as it is."""
    return template
