"""The sentences of the review tray."""

from __future__ import annotations

from vox_console.domain.address import international
from vox_console.domain.errors import Severity
from vox_console.domain.plain_text import contained, one_line
from vox_console.domain.refusal_review import Decision, PossibleRefusal, ReviewKind, suggestion_words
from vox_console.presenters.compose_words import plural
from vox_console.presenters.notice import Notice
from vox_console.presenters.refusals_state import RefusalDetail
from vox_console.presenters.two_line_rows import TwoLineRow
from vox_console.presenters.wall_time import ToLocal, day, full_time

REVIEW_KEYS = "Ctrl+Shift+R"
"""What leads to the review tray from everywhere."""
NOTICE_KEY = "refusals to review"
_SHOWN = 200
_VERDICTS = {
    Decision.OPT_OUT: "Opted out",
    Decision.NOT_A_REFUSAL: "No refusal",
    Decision.OPT_IN: "Gets messages again",
    Decision.STAYS_OUT: "Stays out",
}


def found_words(count: int, *, decided: bool = False) -> str:
    """Say how many messages wait; with those that were decided about, how many there ever were."""
    if decided and count:
        return f"{plural(count, 'message')}, the newest first"
    if not count:
        return "Nothing to review"
    return f"{plural(count, 'message')} to review, the oldest first"


def menu_words(count: int) -> str:
    """Name the way into the tray, with how many wait."""
    return f"{plural(count, 'message')} to &review…" if count else "Messages to &review…"


def badge_words(count: int) -> str:
    """Say how many wait, on a button that leads there; "" for none."""
    return f"Review {count:,}" if count else ""


def waiting_notice(count: int) -> Notice:
    """Say that somebody has to look."""
    title = "A message waits for you to decide" if count == 1 else f"{count:,} messages wait for you"
    detail = "It may be a refusal, or ask for messages again. Nothing changes until then."
    return Notice(NOTICE_KEY, title, detail, Severity.WARNING, action="Review")


def row_of(refusal: PossibleRefusal, to_local: ToLocal) -> TwoLineRow:
    """Give a message as a row of the list."""
    verdict = verdict_words(refusal)
    said = one_line(f"{verdict}: {refusal.text[:_SHOWN]}" if verdict else refusal.text[:_SHOWN])
    return TwoLineRow(refusal.id, name_of(refusal), day(refusal.at_us, to_local), said)


def verdict_words(refusal: PossibleRefusal) -> str:
    """Say what was decided; "" while it waits."""
    return _VERDICTS.get(refusal.decision, "")


def detail_of(refusal: PossibleRefusal, to_local: ToLocal) -> RefusalDetail:
    """Give everything about a message."""
    verdict = verdict_words(refusal)
    if verdict:
        verdict = f"{verdict} on {full_time(refusal.decided_at_us, to_local)[:16]}."
    return RefusalDetail(
        id=refusal.id,
        title=name_of(refusal),
        came=f"{full_time(refusal.at_us, to_local)[:16]}, to {one_line(refusal.our_address)}",
        text=contained(refusal.text),
        why=suggestion_words(refusal),
        verdict=verdict,
        returns=refusal.kind is ReviewKind.RETURN,
        asks_number=not (verdict or refusal.number),
    )


def name_of(refusal: PossibleRefusal) -> str:
    """Give whose message it is."""
    return international(refusal.number) if refusal.number else one_line(refusal.their_address)


def opted_out_words(name: str, *, taken_back: int) -> str:
    """Say what opting out did."""
    waited = f" {plural(taken_back, 'waiting message')} taken back." if taken_back else ""
    return f"{name} wants no messages.{waited}"


def dismissed_words(name: str, *, returns: bool) -> str:
    """Say what it means that nothing changes."""
    if returns:
        return f"Noted: {name} stays out and gets no messages, as before."
    return f"Noted: no refusal. {name} gets messages as before."
