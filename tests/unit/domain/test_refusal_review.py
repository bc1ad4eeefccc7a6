from __future__ import annotations

from dataclasses import replace

from vox_console.domain.plain_text import contained
from vox_console.domain.refusal_review import Decision, PossibleRefusal, ReviewKind, suggestion_words

WRONG = PossibleRefusal(
    7, 1, "work", 5, "381641234567", "+381641234567", "38160", "Wrong number", "wrong number", "en",
    exact=False, decision=Decision.UNDECIDED, decided_at_us=0,
)  # fmt: skip


def test_the_reason_of_a_suggestion_is_told() -> None:
    assert suggestion_words(WRONG).startswith(f"Sounds like a refusal: “{contained('wrong number')}”.")
    seis = suggestion_words(replace(WRONG, word="seis"))
    assert seis.startswith(f"“{contained('seis')}” is an opt-out word in one language and an ordinary word")
    alta = suggestion_words(replace(WRONG, word="alta", kind=ReviewKind.RETURN))
    assert alta.endswith("Suggested: send to it again if it was meant so.")
    late = suggestion_words(replace(WRONG, exact=True, late=True))
    assert late.startswith("An opt-out word. It was found when old messages were filed;")
    returns = suggestion_words(replace(WRONG, kind=ReviewKind.RETURN))
    assert returns.endswith("a person entered the number on the register. Suggested: send to it again.")
    assert "country is not known" in suggestion_words(replace(WRONG, number="", exact=True))
