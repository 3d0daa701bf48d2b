"""What a verification answers, in the caller's language."""

from typing import Any

from tongban.api.problems import language
from tongban.api.shapes.licences import CopyVerification, LicenceVerification


def verification_answer(found: Any) -> LicenceVerification:
    """Return what anybody learns of a licence."""
    english = language() == "en"
    return LicenceVerification.model_validate(
        {
            **{name: getattr(found, name) for name in LicenceVerification.model_fields},
            "label": found.label_en if english else found.label,
            "label_on": found.label_on_en if english else found.label_on,
            "history": [standing_answer(each) for each in found.history],
        }
    )


def standing_answer(each: Any) -> dict[str, Any]:
    """Return one standing of a licence's history."""
    label = each.label_en if language() == "en" else each.label
    return {"state": each.state, "label": label, "from_at": each.from_at, "basis": each.basis}


def copy_answer(found: Any) -> CopyVerification:
    """Return a verification of a copy in the caller's language."""
    english = language() == "en"
    return CopyVerification.model_validate(
        {
            **{name: getattr(found, name) for name in CopyVerification.model_fields if name != "licence"},
            "label": found.label_en if english else found.label,
            "label_on": found.label_on_en if english else found.label_on,
            "licence": verification_answer(found.licence),
        }
    )
