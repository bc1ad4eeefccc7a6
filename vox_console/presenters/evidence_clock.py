"""How long the provider will still know a message, how often it was asked about it, and when it is next."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.evidence import QueryClock
from vox_console.domain.message import Message, MessageState
from vox_console.presenters.wall_time import ToLocal

_MINUTE_US = 60_000_000
_MINUTES_OF_HOUR = 60

# What becomes of these can still be told; an asking that is left over from before a final word is none.
ASKED_ABOUT = frozenset(
    {MessageState.SENDING, MessageState.UNKNOWN, MessageState.ACCEPTED, MessageState.ENROUTE}
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether questions leave now. memory_us: how long the provider knows a message. answers: it does now."""

    memory_us: int
    answers: bool


def clock_words(
    message: Message, clock: QueryClock, asking: Asking | None, to_local: ToLocal, *, now_us: int
) -> str:
    """Say how it stands with asking. asking: None while the message's account is not open."""
    times = {0: "not asked yet", 1: "asked once"}.get(clock.asked, f"asked {clock.asked} times")
    if asking is None:
        return f"{_sentence(times)}; it goes on once the account {message.profile} is open."
    if not asking.answers:
        following = "next once REST answers"
    elif clock.next_us <= now_us:
        following = "being asked now"
    elif clock.next_us - now_us < _MINUTE_US:
        following = "next within a minute"
    else:
        following = f"next at {short_time(clock.next_us, to_local, now_us=now_us)}"
    if message.state is MessageState.UNKNOWN:  # nobody knows yet whether the provider knows it at all
        return f"{_sentence(times)}, {following}."
    left_us = clock.accepted_at_us + asking.memory_us - now_us
    knows = f"Vox knows it for another {duration(left_us)}" if left_us > 0 else "Vox may have forgotten it"
    return f"{knows}; {times}, {following}."


def duration(us: int) -> str:
    """Give "21 h 14 min", "14 min" or "less than a minute"."""
    hours, minutes = divmod(us // _MINUTE_US, _MINUTES_OF_HOUR)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else "less than a minute"


def short_time(us: int, to_local: ToLocal, *, now_us: int) -> str:
    """Give "13:02" today, "22 Nov 13:02" on another day, local."""
    then = to_local(us)
    clock = then.strftime("%H:%M")
    return clock if then.date() == to_local(now_us).date() else f"{then.day} {then.strftime('%b')} {clock}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
