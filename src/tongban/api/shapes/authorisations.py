"""Authorisations by list (授权书) as they are answered."""

import datetime as dt

from tongban.api.shapes.base import Shape


class Authorisation(Shape):
    """Items, by their 实施编码, that one authority lets another receive ("window") or exercise ("centralised").

    `window` is where alone, "" for every window of the authority; `ends_on` is null while no end is set.
    """

    kind: str
    document_number: str
    from_key: str
    from_name: str
    to_key: str
    to_name: str
    window: str
    task_codes: list[str]
    starts_on: dt.date
    ends_on: dt.date | None


class Authorisations(Shape):
    """The authorisations in force."""

    results: list[Authorisation]


class Receiver(Shape):
    """An official, or an authority, with the id that `transfer` takes."""

    id: int
    name: str


class Receivers(Shape):
    """Who could take a case over."""

    officials: list[Receiver]
    authorities: list[Receiver]
