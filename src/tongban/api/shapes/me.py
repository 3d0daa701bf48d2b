"""Who calls, as it is answered."""

from tongban.api.shapes.base import Shape


class HeldDuty(Shape):
    """A duty; `items` are those for which alone it is held (null: all), `on_behalf_of` whom a deputy stands in for."""

    kind: str
    authority: str
    authority_key: str
    items: list[str] | None
    on_behalf_of: str


class ActsFor(Shape):
    """Whom the caller may apply for; `items` None when the mandate covers all."""

    kind: str
    name: str
    code: str
    items: list[str] | None


class Me(Shape):
    """Who calls: a person, an official or a system; what the token is for, and what today allows."""

    name: str
    kind: str
    scopes: list[str]
    duties: list[HeldDuty]
    acts_for: list[ActsFor]
