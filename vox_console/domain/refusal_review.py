"""What may be a refusal, for a person to decide: it suppresses nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.plain_text import contained


class Decision(StrEnum):
    """What a person made of it. The words are a promise of the command line's JSON."""

    UNDECIDED = "undecided"
    OPT_OUT = "opt_out"
    NOT_A_REFUSAL = "not_a_refusal"


@dataclass(frozen=True, slots=True)
class PossibleRefusal:
    """A customer's message that may mean that no more are wanted. id: of the row that stands for it.

    number: whose it is, as the register knows it; "" when no country of it is known. word: what sounded like
    a refusal, as it is looked for; language: of that word. exact: it is an opt-out word and nothing else, and
    was not obeyed only because the number is not known.
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


def suggestion_words(refusal: PossibleRefusal) -> str:
    """Say what is suggested, and why."""
    if refusal.exact:
        return "An opt-out word from a number whose country is not known. Suggested: opt it out."
    return f"Sounds like a refusal: “{contained(refusal.word)}”. Suggested: opt the number out."
