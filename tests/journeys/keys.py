"""Going through a page with the keyboard alone, seeing at every key where one is."""

from tests.journeys.looking import Walker

MOST_TABS = 90


def tab_to(typist: Walker, *, name: str = "", words: str = "") -> None:
    """Press Tab until the control of this name or these words is reached, seeing on the way where one is."""
    passed = []
    for _ in range(MOST_TABS):
        typist.page.keyboard.press("Tab")
        focus = typist.focus()
        if focus["words"] or focus.get("name"):
            assert focus["seen"], f"on {typist.path} one does not see that the focus is on {focus}"
        if (name and focus.get("name") == name) or (words and focus["words"].startswith(words)):
            return
        passed.append(focus["words"] or focus.get("name"))
    raise AssertionError(f"Tab does not reach {name or words} on {typist.path}, only {passed}")


def enter(typist: Walker) -> None:
    """Press Enter and wait for the page that it leads to."""
    with typist.page.expect_navigation():
        typist.page.keyboard.press("Enter")
