"""Who calls, as it is answered."""

from pydantic import Field

from tongban.api.shapes.base import Body, Shape


class HeldDuty(Shape):
    """A duty; `items` are those for which alone it is held (null: all), `on_behalf_of` whom a deputy stands in for."""

    kind: str
    authority: str
    authority_key: str
    items: list[str] | None
    on_behalf_of: str


class ActsFor(Shape):
    """Whom the caller may apply for; `items` None when the mandate covers all.

    Otherwise codes of items, and USCCs of authorities all of whose items are covered. `id` names a person in
    `POST /applications`.
    """

    kind: str
    id: int
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


class Channel(Shape):
    """A way by which messages come beside the box, and whether it is turned on."""

    key: str
    enabled: bool
    address: str
    asks_address: bool


class Channels(Shape):
    """All channels on offer."""

    results: list[Channel]


class SetChannel(Body):
    """Turn a channel on or off; `address` is the key of a group's robot where the channel asks for one."""

    enabled: bool
    address: str = Field(default="", max_length=200)
