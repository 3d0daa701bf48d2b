"""The buttons of a case page, printed from its moves."""

from dataclasses import dataclass

from django.urls import reverse

from tongban.cases.queries import CasePage
from tongban.matters.lifecycle import Move
from tongban.web.office.forms import FORMS
from tongban.web.templatetags.ui import in_language

HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Button:
    """One move that the official may make now: where its form is, how it looks, what it waits for."""

    verb: str
    label: str
    url: str
    weight: str
    waits_for: str


def buttons_of(page: CasePage) -> list[Button]:
    """Return the buttons for the moves that are open to the official, the most expected first.

    Moves of applicants have their pages in the portal and are left out.
    """
    found = [_button(page, move) for move in page.moves if move.verb in FORMS or move.verb == HAND_OVER]
    order = {"main": 0, "other": 1, "grave": 2}
    return sorted(found, key=lambda button: (bool(button.waits_for), order[button.weight]))


def _button(page: CasePage, move: Move) -> Button:
    if move.verb == HAND_OVER:
        return Button(move.verb, in_language(move, "label"), reverse("office:hand-over"), "other", "")
    url = reverse("office:step", args=[page.number, move.verb])
    return Button(move.verb, in_language(move, "label"), url, FORMS[move.verb].weight, page.waits[move.verb])
