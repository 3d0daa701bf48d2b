"""Reading which kinds of licences there are."""

from tongban.licences.models import LicenceType


def licence_type_names() -> dict[str, str]:
    """Return the name of each type of licence by its code, in one query."""
    return dict(LicenceType.objects.order_by("name").values_list("code", "name"))
