"""What has the state of a licence tells it in the words of the one table."""

from tongban.licences.lifecycle import LABELS


class Stated:
    """A licence, or its standing, as it is read."""

    __slots__ = ()

    state: str

    @property
    def label(self) -> str:
        return LABELS[self.state][0]

    @property
    def label_en(self) -> str:
        return LABELS[self.state][1]

    @property
    def is_valid(self) -> bool:
        """Tell whether it is in force now."""
        return self.state == "valid"
