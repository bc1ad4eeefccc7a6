"""What may be a refusal, or ask for messages again, for a person to decide: by itself it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.plain_text import contained
from vox_console.domain.refusal import is_ambiguous


class Decision(StrEnum):
    """What a person made of it. The words are a promise of the command line's JSON."""

    UNDECIDED = "undecided"
    OPT_OUT = "opt_out"
    NOT_A_REFUSAL = "not_a_refusal"
    OPT_IN = "opt_in"
    STAYS_OUT = "stays_out"


class ReviewKind(StrEnum):
    """What is asked of a person. The words are a promise of the command line's JSON."""

    REFUSAL = "refusal"  # shall the number get no more messages?
    RETURN = "return"  # shall it get them again, although a person entered it on the register?


@dataclass(frozen=True, slots=True)
class PossibleRefusal:
    """A customer's message that a person has to decide about. id: of the row that stands for it.

    number: whose it is, as the register knows it; "" when no country of it is known. word: what sounded like
    a refusal or a return, as it is looked for; language: of that word. exact: it is an opt-out word and
    nothing else, and was not obeyed only because the number is not known, or because it came too long before
    it was read: late.
    """

    id: int
    thread_id: int
    profile: str
    at_us: int
    number: str
    their_address: str
    our_address: str
    text: str
    word: str
    language: str
    exact: bool
    decision: Decision
    decided_at_us: int
    kind: ReviewKind = ReviewKind.REFUSAL
    late: bool = False


_LATE = "It was found when old messages were filed; much may have been settled since."


def suggestion_words(refusal: PossibleRefusal) -> str:
    """Say what is suggested, and why."""
    late = f" {_LATE}" if refusal.late else ""
    if refusal.kind is ReviewKind.RETURN and is_ambiguous(refusal.word):
        return (
            f"“{contained(refusal.word)}” asks for messages in one language and is ordinary in another."
            f"{late} Suggested: send to it again if it was meant so."
        )
    if refusal.kind is ReviewKind.RETURN:
        return (
            f"Asks for messages again, but a person entered the number on the register.{late}"
            " Suggested: send to it again."
        )
    if is_ambiguous(refusal.word):
        return (
            f"“{contained(refusal.word)}” is an opt-out word in one language and an ordinary word in another."
            f"{late} Suggested: opt the number out if it was meant so."
        )
    if not refusal.exact:
        sounds = f"Sounds like a refusal: “{contained(refusal.word)}”."
        return f"{sounds}{late} Suggested: opt the number out."
    if not refusal.number:
        return f"An opt-out word from a number whose country is not known.{late} Suggested: opt it out."
    return f"An opt-out word.{late} Suggested: opt the number out."
