"""Foreign keys keep to the layers that imports keep to: downward, or within the app."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from tests.architecture.source import level

OURS = "tongban."


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def _relations() -> Iterator[tuple[str, str, str]]:
    """Yield (app, what points, app pointed to) for every relation from a model of ours to a model of ours."""
    for model in our_models():
        for field in (*model._meta.fields, *model._meta.many_to_many):
            target = field.related_model
            if isinstance(target, type) and target.__module__.startswith(OURS):
                yield model._meta.app_label, f"{model._meta.label}.{field.name}", target._meta.app_label


class TestRelations:
    def test_point_downward_or_within(self) -> None:
        upward = [
            f"{what} points up to {target}"
            for app, what, target in _relations()
            if app != target and level(target) <= level(app)
        ]

        assert upward == []

    def test_are_seen_at_all(self) -> None:
        seen = {(app, target) for app, _what, target in _relations()}

        assert {("cases", "matters"), ("matters", "parties"), ("parties", "parties")} <= seen
