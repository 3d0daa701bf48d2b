"""What the form of every verb has in common."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tongban.cases.lifecycle import MOVES
from tongban.cases.lifecycle.decision import AT_ONCE
from tongban.cases.queries import CasePage
from tongban.kernel.errors import BadInput, Refusal
from tongban.matters.actions.step import Stepped
from tongban.parties.rules.actor import Actor
from tongban.web.language import in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_TEXT = 4000
MOVE_OF = {move.verb: move for move in (*MOVES, AT_ONCE)}

Wording: TypeAlias = "str | _StrPromise"


class PickField(forms.ChoiceField):
    """One of a few, each with a note that says what it means; a wrong one is refused by the action, with the law."""

    def __init__(
        self, *, label: Wording, choices: Iterable[tuple[str, Wording]], notes: Mapping[str, Wording] | None = None
    ) -> None:
        super().__init__(label=label, choices=[*choices], widget=forms.RadioSelect, required=False)
        self.notes = dict(notes or {})

    def valid_value(self, value: Any) -> bool:
        """Take any value."""
        return True


class PickManyField(forms.MultipleChoiceField):
    """Any of a few; a wrong one is refused by the action."""

    def __init__(self, *, label: Wording, choices: Iterable[tuple[str, Wording]]) -> None:
        super().__init__(label=label, choices=[*choices], widget=forms.CheckboxSelectMultiple, required=False)
        self.notes: dict[str, Wording] = {}

    def valid_value(self, value: Any) -> bool:
        """Take any value."""
        return True


class TextField(forms.CharField):
    """A text of some lines."""

    def __init__(self, *, label: Wording, help_text: Wording = "", rows: int = 4) -> None:
        area = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, help_text=help_text, widget=area, required=False, max_length=LONGEST_TEXT)


class OccurredField(forms.DateTimeField):
    """When something really happened that is entered afterwards; the time of the entry is kept beside it."""

    def __init__(self, *, help_text: Wording = "") -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
        super().__init__(label=_("实际发生时间"), help_text=help_text, widget=widget, required=False)


class StepForm(forms.Form):
    """What an official fills in for one verb, and the action that is called with it.

    The lawful checks are the action's: a form only reads. `page` is the case as the official sees it.
    """

    action: ClassVar[Callable[..., Stepped]]
    weight: ClassVar[str] = "other"
    """How the button on the case page looks: main, other or grave."""
    lead: ClassVar[Wording] = ""
    """What happens when the form is sent."""
    button: ClassVar[Wording]
    done: ClassVar[Wording]
    """What the case page says afterwards."""
    preview_part: ClassVar[str] = ""
    """A template that says what the days typed so far would mean."""
    panel: ClassVar[str] = ""
    """A template with what one has to know before filling in."""
    optional: ClassVar[frozenset[str]] = frozenset()
    conditional: ClassVar[frozenset[str]] = frozenset()
    """Fields that another answer makes necessary; their help says when."""

    def __init__(
        self,
        page: CasePage,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        today: dt.date,
        query: QueryDict | None = None,
    ) -> None:
        super().__init__(data, files, auto_id="%s", label_suffix="", use_required_attribute=False)
        self.page, self.today, self.query = page, today, query or QueryDict()
        self.refused = ""
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the case."""

    def values(self) -> dict[str, Any]:
        """Return the arguments of the action beside number, actor and time."""
        return dict(self.cleaned_data)

    def take(self, *, actor: Actor, at: dt.datetime) -> str:
        """Do it, and return the state that the case is in then."""
        return type(self).action(number=self.page.number, actor=actor, at=at, **self.values()).state

    @property
    def next_url(self) -> str:
        """Return the page to go on with when it is done: the case."""
        return reverse("office:case", args=[self.page.number])

    def refuse(self, refusal: Refusal) -> None:
        """Show why the action refused: at the fields that it names, the rest above the form."""
        if not isinstance(refusal, BadInput):
            self.refused = in_words(refusal.reason)
            return
        for key, problem in refusal.errors.items():
            name = self.field_of(key)
            self.add_error(name if name in self.fields else None, in_words(problem))

    def field_of(self, key: str) -> str:
        """Return the name of the field that an error of the action belongs to."""
        return key

    @property
    def asks_more(self) -> bool:
        """Tell whether this is but the first of the verb's questions; the rest depend on its answer."""
        return False

    @property
    def problems(self) -> list[tuple[str, str]]:
        """List what has to be put right for the error summary: (address of the field, message)."""
        rows = [("", self.refused)] if self.refused else []
        for name, messages in self.errors.items():
            target = f"#{name}" if name in self.fields else ""
            rows += [(target, str(message)) for message in messages]
        return rows
