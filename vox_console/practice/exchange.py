"""One request to the REST port, from its arrival until it is answered or its connection is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vox_console.http1.messages import Reply
from vox_console.practice.ledger import SubmitRow


@dataclass(slots=True, eq=False)
class Exchange:
    """A request that waits for its answer.

    wake: called once, when it has ended. reply: the answer, None when the connection is to be closed instead;
    it means something only once `ended`. rows: what the answer is about, so that they can say how it went.
    """

    number: int
    wake: Callable[[], None]
    command: str = ""
    rows: Sequence[SubmitRow] = ()
    reply: Reply | None = None
    ended: bool = False

    def mark(self, answer: str) -> None:
        """Write into the rows how they were answered."""
        for row in self.rows:
            row.answer = answer

    def end(self, reply: Reply | None) -> bool:
        """Answer, or close the connection with None; False when it had ended before."""
        if self.ended:
            return False
        self.ended, self.reply = True, reply
        self.wake()
        return True
