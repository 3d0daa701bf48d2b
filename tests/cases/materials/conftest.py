from collections.abc import Iterator

import pytest

from tests.cases.materials.facts import CHANGED, changed
from tongban.cases.queries import reading
from tongban.catalogue.queries import ImplementationView


@pytest.fixture(autouse=True)
def changed_materials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a test say that a material is another one than the catalogue's."""
    kept = reading.version_of

    def version_of(version_id: int) -> ImplementationView:
        return changed(kept(version_id))

    monkeypatch.setattr(reading, "version_of", version_of)
    yield
    CHANGED.clear()
