"""Keep a matter where it is while something of it changes that is no step."""

from tongban.matters.models import Matter


def hold(number: str) -> None:
    """Wait for whoever changes the matter now, and let nobody else move or change it before the transaction ends.

    What is read after this cannot be overtaken; what was read before it may be. A number without a matter holds
    nothing. Must be called in a transaction.
    """
    # PostgreSQL has no text with a NUL in it, so no number has one.
    if "\x00" not in number:
        Matter.objects.select_for_update(no_key=True).filter(number=number).values_list("pk", flat=True).first()
