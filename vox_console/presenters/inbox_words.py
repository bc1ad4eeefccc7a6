"""The inbox's sentences about conversations: names, rows of the list, times to sleep."""

from __future__ import annotations

from datetime import timedelta

from vox_console.domain.address import international
from vox_console.domain.plain_text import one_line
from vox_console.presenters.contact_names import in_sentence, name_shown
from vox_console.presenters.inbox_state import ThreadRow
from vox_console.presenters.wall_time import ToLocal, at_hour, day
from vox_console.storage.threads import Thread, Tray

SNOOZED = "snoozed"
"""The list of what sleeps; it is no tray, for what sleeps lies in the open one."""

TRAYS: tuple[tuple[str, str], ...] = (
    (Tray.OPEN.value, "Open"),
    (SNOOZED, "Snoozed"),
    (Tray.DONE.value, "Done"),
    (Tray.ARCHIVED.value, "Archived"),
)
"""What the list can show, as (value, label) pairs."""

EMPTY: dict[str, tuple[str, str]] = {
    Tray.OPEN.value: (
        "Nothing to answer",
        "What customers write to your numbers appears here, and comes back here when they write again.",
    ),
    SNOOZED: ("Nothing is snoozed", "A conversation that is put off until later waits here until its time."),
    Tray.DONE.value: ("Nothing is done yet", "Conversations that you mark as done are kept here."),
    Tray.ARCHIVED.value: ("The archive is empty", "Conversations that you archive are kept here."),
}
"""Title and sentence of each list while it is empty."""

SAID_SINCE = "Something was said in it since, so it stays in the list."
"""Why a conversation is not hidden again."""

_MORNING_H, _EVENING_H = 9, 18


def party(address: str) -> str:
    """Give a customer's or our own address as a person reads it, on one line."""
    bare = address.removeprefix("+")
    return one_line(international(bare) if bare.isascii() and bare.isdecimal() else address)


def their_address(thread: Thread) -> str:
    """Say from which number or name they write."""
    return party(thread.key.theirs) if thread.key.theirs.startswith("+") else party(thread.their_address)


def our_name(thread: Thread) -> str:
    """Say to which number of ours they write."""
    return party(thread.key.ours) if thread.key.ours.startswith("+") else party(thread.our_address)


def thread_row(thread: Thread, to_local: ToLocal, *, now_us: int, contact: str = "") -> ThreadRow:
    """Make the row of a conversation. contact: the name of its contact."""
    preview = one_line(thread.preview)
    time = short_time(thread.last_at_us, to_local, now_us=now_us)
    aside = ""
    if thread.snoozed_until_us > now_us:
        aside = f"until {short_time(thread.snoozed_until_us, to_local, now_us=now_us)}"
    unread = f"{thread.unread:,} unread" if thread.unread else ""
    return ThreadRow(
        id=thread.id,
        address=their_address(thread),
        preview=preview,
        time=time,
        count=str(thread.unread) if 0 < thread.unread < 100 else "99+" if thread.unread else "",
        aside=aside,
        spoken=", ".join(filter(None, (unread, f"at {time}", aside, preview))),
        last_at_us=thread.last_at_us,
        party=thread.key.theirs,
        contact=name_shown(contact),
    )


def thread_detail(thread: Thread, *, named: bool, members: int = 0) -> str:
    """Say what stands below the name of an opened conversation. named: it is a contact's name.

    members: how many others were laid into it.
    """
    theirs = f"{their_address(thread)} · wrote" if named else "Wrote"
    merged = f" · {members} more merged into it" if members else ""
    return f"{theirs} to {our_name(thread)} · {thread.profile}{merged}"


def whose(thread: Thread, contact: str) -> str:
    """Say whose conversation it is, within a sentence. contact: the name of its contact."""
    return in_sentence(contact) if contact else their_address(thread)


def laid_words(name: str, tray: Tray) -> str:
    """Say where a conversation was put."""
    where = {Tray.OPEN: "open again", Tray.DONE: "done", Tray.ARCHIVED: "archived"}[tray]
    return f"{name} is {where}"


def snoozed_words(name: str, until_us: int, to_local: ToLocal, *, now_us: int) -> str:
    """Say how long a conversation sleeps, or that it is awake (0)."""
    if not until_us:
        return f"{name} is awake"
    return f"{name} is snoozed until {short_time(until_us, to_local, now_us=now_us)}"


def short_time(us: int, to_local: ToLocal, *, now_us: int) -> str:
    """Give "18:00" today, "Thu 09:00" within a week, else "21 Dec 2026"."""
    then, today = to_local(us), to_local(now_us)
    if then.date() == today.date():
        return then.strftime("%H:%M")
    if abs(then - today) < timedelta(days=6):
        return then.strftime("%a %H:%M")
    return day(us, to_local)


def snooze_choices(now_us: int, to_local: ToLocal) -> tuple[tuple[str, int], ...]:
    """Give times to sleep until, as (label, UTC microseconds), the nearest first."""
    now = to_local(now_us)
    evening = at_hour(now, _EVENING_H, to_local)
    tomorrow = at_hour(now + timedelta(days=1), _MORNING_H, to_local)
    monday = at_hour(now + timedelta(days=7 - now.weekday()), _MORNING_H, to_local)
    choices = [("In one hour", now + timedelta(hours=1))]
    if evening - now > timedelta(hours=1):
        choices.append(("This evening", evening))
    choices.append(("Tomorrow morning", tomorrow))
    if monday != tomorrow:
        choices.append(("Monday morning", monday))
    return tuple(
        (f"{label}, {to_local(us):%a %H:%M}", us)
        for label, us in ((label, int(when.timestamp() * 1_000_000)) for label, when in choices)
    )
