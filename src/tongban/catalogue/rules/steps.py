"""The steps of a handling as a graph: what runs side by side, how long it takes, what falls away (联合办理)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.messages import Message
from tongban.kernel.rules.expressions import names_in, rules_out, wrong_with

UNREADABLE = gettext_noop("这条规则读不懂：%(why)s。")
UNKNOWN_FACT = gettext_noop("规则中的“%(name)s”不在申请表或情形问题中，请核对。")


class Placed(Protocol):
    """A step: its code, and the codes of those that it waits for."""

    @property
    def code(self) -> str: ...

    @property
    def after(self) -> Sequence[str]: ...


class Timed(Placed, Protocol):
    """A step with its limit in working days."""

    @property
    def days(self) -> int: ...


class Ruled(Placed, Protocol):
    """A step that may fall away by a rule."""

    @property
    def only_when(self) -> str: ...


S = TypeVar("S", bound=Placed)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The steps that a case takes: for each code what it waits for; and the rules by which the others fell away."""

    after: Mapping[str, tuple[str, ...]]
    fell_away: Mapping[str, str]


def stages(steps: Iterable[S]) -> list[list[S]]:
    """Return the steps in the order of their work; those of one stage run side by side.

    A step stands one stage behind the last of those that it waits for. Several with one code stand together; steps
    that wait for one another in a circle would never end, so what is left of them stands together.
    """
    found: list[list[S]] = []
    done: set[str] = set()
    left = list(steps)
    known = {step.code for step in left}
    while left:
        ready = [step for step in left if set(step.after) & known <= done] or left
        found.append(ready)
        done |= {step.code for step in ready}
        left = [step for step in left if step.code not in done]
    return found


def ends(steps: Sequence[Timed]) -> dict[str, int]:
    """Return after how many working days each step has ended, when each uses its limit and runs as soon as it may."""
    found: dict[str, int] = {}
    for stage in stages(steps):
        for step in stage:
            found[step.code] = step.days + max((found.get(code, 0) for code in step.after), default=0)
    return found


def longest_path(steps: Sequence[Timed]) -> int:
    """Return the working days that the steps take when each uses its whole limit and all run as soon as they may."""
    return max(ends(steps).values(), default=0)


def choose(steps: Sequence[Ruled], facts: Mapping[str, Any]) -> Chosen:
    """Leave out the steps whose rule does not hold of the facts: `{"answers": …, "situation": …}`.

    What waited for one of them waits for what that one waited for: the order of the rest is kept.
    """
    fell_away = {each.code: each.only_when for each in steps if each.only_when and rules_out(each.only_when, facts)}
    before = {each.code: each.after for each in steps}
    return Chosen(
        {
            each.code: tuple(dict.fromkeys(_standing(each.after, before, fell_away)))
            for each in steps
            if each.code not in fell_away
        },
        fell_away,
    )


def _standing(after: Sequence[str], before: Mapping[str, Sequence[str]], fell_away: Collection[str]) -> Iterator[str]:
    for code in after:
        if code in fell_away:
            yield from _standing(before[code], before, fell_away)
        else:
            yield code


def wrong_rules(
    steps: Sequence[Mapping[str, Any]], fields: Collection[str], situations: Collection[str]
) -> Iterator[tuple[str, Message]]:
    """Yield each rule of an item file that cannot be read, or asks for what no form or question of the item answers."""
    known = {"answers": fields, "situation": situations}
    for place, step in enumerate(steps, 1):
        rule, where = step.get("only_when", ""), f"steps[{place}].only_when"
        if why := wrong_with(rule) if rule else "":
            yield where, Message(UNREADABLE, why=why)
            continue
        for group, key in sorted(names_in(rule)):
            if key not in known.get(group, ()):
                yield where, Message(UNKNOWN_FACT, name=f"{group}.{key}")
