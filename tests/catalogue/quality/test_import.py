"""What goes straight into force is held to the quality rules: an error refuses the list, a warning is kept."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.catalogue.quality.test_check_versions import item
from tests.city import MONDAY
from tongban.catalogue.actions import import_items
from tongban.catalogue.models import Finding, Version
from tongban.catalogue.queries.preview import preview_items
from tongban.catalogue.rules.drafts import as_in_file
from tongban.parties.rules.reports import ImportRefused


def content(**changes: Any) -> dict[str, Any]:
    return as_in_file({**copy.deepcopy(item().current.content), **changes})


class TestImportItems:
    def test_is_refused_for_errors_by_row_and_field(self) -> None:
        before = Version.objects.count()

        with pytest.raises(ImportRefused) as refused:
            import_items([content(), content(listed_as="", variant="other")], at=MONDAY)

        assert [(each.row, each.field) for each in refused.value.problems] == [(2, "listed_as")]
        assert [each.field for each in preview_items([content(listed_as="")]).problems] == ["listed_as"]
        assert Version.objects.count() == before

    def test_keeps_warnings(self) -> None:
        import_items([content(questions=[])], at=MONDAY)

        assert Finding.objects.filter(version=item().current, rule="Q11").exists()
