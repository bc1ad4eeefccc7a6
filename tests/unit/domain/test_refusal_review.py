from __future__ import annotations

from dataclasses import replace

from vox_console.domain.plain_text import contained
from vox_console.domain.refusal_review import Decision, PossibleRefusal, suggestion_words

WRONG = PossibleRefusal(
    7, 1, "work", 5, "381641234567", "+381641234567", "38160", "Wrong number", "wrong number", "en",
    exact=False, decision=Decision.UNDECIDED, decided_at_us=0,
)  # fmt: skip


def test_the_reason_of_a_suggestion_is_told() -> None:
    assert suggestion_words(WRONG).startswith(f"Sounds like a refusal: “{contained('wrong number')}”.")
    assert "country is not known" in suggestion_words(replace(WRONG, number="", exact=True))
