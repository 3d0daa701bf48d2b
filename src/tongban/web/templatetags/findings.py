"""What was found for a material, beside its line on pages that list the materials of a case."""

from django import template

from tongban.cases.queries.material_board import MaterialBoard, MaterialState

register = template.Library()


@register.filter
def state_in(code: str, board: MaterialBoard | None) -> MaterialState | None:
    """Return how a material stands on a board, None where there is no board or no such material."""
    return board.of(code) if board else None
