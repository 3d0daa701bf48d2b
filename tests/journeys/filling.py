"""Filling in a page of the application form with the story's answers."""

from typing import Any

from tests.journeys.looking import Walker


def fill_in_page(agent: Walker, answers: dict[str, Any]) -> None:
    """Answer each question of the page that the story has an answer to."""
    for control in agent.page.locator("main form .field").all():
        name = control.locator("[name]").first.get_attribute("name") or ""
        if name in answers:
            agent.answer(name, _typed(answers[name]))


def _typed(value: Any) -> str | list[str]:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [str(each) for each in value] if isinstance(value, list) else str(value)
