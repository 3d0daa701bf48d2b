"""Reading shared data: how it was used, and what is kept to be used again."""

from tongban.sharing.queries.uses import Use, Uses, uses_of_my_data

__all__ = ["Use", "Uses", "uses_of_my_data"]
