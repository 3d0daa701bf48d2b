"""A whole city grown from the demo city: 365 authorities, 26,262 items, a year of cases; the same for a seed."""

from tongban.cli.city_scale.authorities import AUTHORITIES, Office, offices
from tongban.cli.city_scale.items import ITEMS, city_items

__all__ = ["AUTHORITIES", "ITEMS", "Office", "city_items", "offices"]
