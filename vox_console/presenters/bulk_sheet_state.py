"""What the bulk pane draws of the pre-flight sheet: bars, lists, facts, and who got the text lately."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.presenters.delivery_state import Fact


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. share: of the longest bar of its group, above 0 to 1. count: ready to show."""

    label: str
    count: str
    share: float


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars under a title. more: what is not shown, "" for nothing."""

    title: str
    bars: tuple[Bar, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One entry of a list: what it is about, what is shown of it, and what there is to say."""

    head: str
    shown: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SheetList:
    """A list that opens under its label. more: what is not in it, "" for nothing."""

    label: str
    rows: tuple[SheetRow, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class SheetShown:
    """What sending the accepted rows would mean."""

    groups: tuple[BarGroup, ...] = ()
    lists: tuple[SheetList, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class RecentShown:
    """The rows whose numbers got nearly the same text lately. choice: "send", "skip", "" while not chosen.

    must_choose: nothing is sent before somebody has chosen.
    """

    title: str
    lists: tuple[SheetList, ...]
    choice: str
    must_choose: bool
