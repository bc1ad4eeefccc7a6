"""The sentences of the dialog of automatic answers."""

from __future__ import annotations

from vox_console.domain.address import international
from vox_console.presenters.auto_replies_state import HeldNumber
from vox_console.presenters.compose_words import plural
from vox_console.presenters.wall_time import ToLocal, clock_time
from vox_console.settings.auto_reply import AutoReply, AutoReplyTo
from vox_console.storage.auto_replies import Trip

MOST_LISTED = 200


def standing_words(answers: AutoReply) -> str:
    """Say what is answered now."""
    if not answers.answers_by_itself:
        return "Off: nothing is answered by itself."
    first = answers.auto_reply_to is AutoReplyTo.FIRST
    every = "every other message" if answers.stop_reply else "every message"
    other = "the first message of a conversation" if first else every
    what = [*(["refusals"] if answers.stop_reply else []), *([other] if answers.auto_reply else [])]
    return f"On: {' and '.join(what)} {'is' if what == [other] else 'are'} answered."


def given_words(count: int) -> str:
    """Say how many answers there were lately."""
    return f"{plural(count, 'answer')} in the last 24 hours" if count else "No answers in the last 24 hours"


def breaker_words(count: int) -> str:
    """Say how the loop breaker stands."""
    if not count:
        return "The loop breaker has not tripped: every number is within its limit."
    if count > MOST_LISTED:
        return f"The loop breaker holds {count:,} numbers; these are the last {MOST_LISTED}."
    return f"The loop breaker holds {plural(count, 'number')}: no answers until you allow them again."


def held_number(trip: Trip, to_local: ToLocal, *, now_us: int) -> HeldNumber:
    """Give a number that gets no answers as a row."""
    since = clock_time(trip.tripped_at_us, to_local, today_us=now_us)
    return HeldNumber(trip.number, f"{international(trip.number)}, since {since}")


def saved_words(answers: AutoReply, *, practice: bool) -> str:
    """Say what saving did."""
    if practice:
        return "It holds until practice ends. Nothing costs money here."
    return "Saved. It holds from the next message on." if answers.answers_by_itself else "Saved: off."
