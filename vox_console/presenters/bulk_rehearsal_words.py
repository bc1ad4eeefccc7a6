"""What a rehearsal took of what was predicted, in words; the window and the command line say the same."""

from __future__ import annotations

from typing import Final

from vox_console.domain.message import MessageState
from vox_console.presenters.tone import MESSAGE_LOOKS
from vox_console.services.bulk_rehearsal import Rehearsed

_NOT_TAKEN: Final = (MessageState.REFUSED, MessageState.UNKNOWN, MessageState.DRAFT)


def taken_words(found: Rehearsed) -> str:
    """Give "15 taken, 17 predicted; the 2 missing are of these rows: 1 refused, 1 unknown"."""
    words = f"{found.taken:,} taken, {found.predicted:,} predicted"
    counts = [(MESSAGE_LOOKS[state].word.lower(), found.outcomes.get(state, 0)) for state in _NOT_TAKEN]
    counts.append(("without an outcome", found.rows - sum(found.outcomes.values())))
    of = ", ".join(f"{count:,} {word}" for word, count in counts if count)
    missing = found.predicted - found.taken
    are = "is" if missing == 1 else "are"
    return f"{words}; the {missing:,} missing {are} of these rows: {of}" if missing > 0 and of else words
