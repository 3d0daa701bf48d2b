"""A city that another release began to fill is ended by that release: this one neither migrates it nor goes on."""

import pytest

from tongban.cli.city_scale import progress
from tongban.cli.environment import CommandTrouble
from tongban.cli.preparation import migrate
from tongban.kernel.models import Release
from tongban.kernel.rules.release import RELEASES, VERSION

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun() -> None:
    """A filling that was begun, in a database of the release before."""
    Release.objects.all().delete()
    Release.objects.create(version=RELEASES[-2], migrated_at="2026-03-02T02:00:00Z")
    with progress.filling(), progress.once("cases 1"):
        pass


class TestMigrate:
    def test_leaves_a_half_filled_city_to_the_release_that_began_it(self, begun: None) -> None:
        with pytest.raises(CommandTrouble, match=f"by Tongban {RELEASES[-2]}: end it with that release"):
            migrate()

        assert list(Release.objects.values_list("version", flat=True)) == [RELEASES[-2]]

    def test_takes_over_a_city_that_was_filled_to_its_end(self, begun: None) -> None:
        with progress.once("all"):
            pass

        migrate()

        assert list(Release.objects.order_by("pk").values_list("version", flat=True)) == [RELEASES[-2], VERSION]

    def test_goes_on_with_what_it_began_itself(self, begun: None) -> None:
        Release.objects.update(version=VERSION)

        migrate()

        assert not progress.is_done("all")
