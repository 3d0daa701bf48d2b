"""Reading which kinds of licences there are."""

from collections.abc import Collection

from tongban.licences.models import LicenceType

USUAL_LEVEL = 3


def licence_type_names() -> dict[str, str]:
    """Return the name of each type of licence by its code, in one query."""
    return dict(LicenceType.objects.order_by("name").values_list("code", "name"))


def levels_of_types(codes: Collection[str]) -> dict[str, int]:
    """Return by code how sensitive what a type of licence shows is at most (数据分级 1-4), in one query."""
    rows = LicenceType.objects.filter(code__in=list(codes)).values_list("code", "fields") if codes else []
    return {
        code: max((each.get("level", USUAL_LEVEL) for each in fields), default=USUAL_LEVEL) for code, fields in rows
    }
