"""Faults on order: what the provider has been told to do wrong, until it has done it often enough.

Two kinds. A *standing* fault lasts until it is taken back or used up (refuse the next three binds,
do not answer enquire_link); it is kept here and asked for at the moment it matters. A *momentary*
one (send garbage, unbind, reset the connection) happens at once and is carried out by
:mod:`vox_console.practice.orders`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from vox_console.practice.rest_faults import RestFaults


@dataclass(slots=True)
class Refusals:
    """Refuse the next `count` requests with `status`."""

    status: int = 0
    count: int = 0

    def order(self, status: int, count: int) -> None:
        """Replace what was ordered before."""
        self.status = status
        self.count = count

    def take(self) -> int:
        """Use one up and give its status; 0 when none is left."""
        if self.count == 0:
            return 0
        self.count -= 1
        return self.status


class Faults:
    """The standing faults of one provider. rest: those of the REST port alone."""

    def __init__(self) -> None:
        self.rest = RestFaults()
        self.clear()

    def clear(self) -> None:
        """Take every fault back."""
        self.binds = Refusals()
        self.submits = Refusals()
        self.refuses_connections = False
        self.answers_enquire_link = True
        self.answers_unbind = True
        self.holds_answers = False
        self.holds_pushes = False
        self.rest.clear()

    def status(self) -> dict[str, object]:
        """Give the standing faults as JSON values."""
        return {
            "refuse_binds": asdict(self.binds),
            "refuse_submits": asdict(self.submits),
            "refuse_connections": self.refuses_connections,
            "stop_enquire_link": not self.answers_enquire_link,
            "stop_unbind": not self.answers_unbind,
            "hold_answers": self.holds_answers,
            "hold_pushes": self.holds_pushes,
            **self.rest.status(),
        }
