"""What the dialog of receipts without a message draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.presenters.delivery_state import PduShown
from vox_console.presenters.errands import IDLE, Errand


@dataclass(frozen=True, slots=True)
class MeantShown:
    """A message that may be meant. why: what agrees and what does not."""

    part_id: int
    title: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class OrphanDetail:
    """The chosen receipt. told: what it says. raw: a body as it came, "" where there is a pdu."""

    id: int
    title: str
    told: str
    came: str
    meant: tuple[MeantShown, ...]
    raw: str = ""
    pdu: PduShown | None = None


@dataclass(frozen=True, slots=True)
class OrphansState:
    """found: how many there are, in words."""

    found: str = ""
    detail: OrphanDetail | None = None
    errand: Errand = IDLE
