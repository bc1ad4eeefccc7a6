"""How long a job takes: by the set rate first, then by what was seen, in words that do not jump."""

from __future__ import annotations

from vox_console.presenters.bulk_eta import Eta


def test_before_anything_was_seen_the_set_rate_counts() -> None:
    assert Eta(expected_per_s=10).see(0.0, 6_000) == "about 10 minutes left"


def test_then_what_was_seen_counts() -> None:
    eta = Eta(expected_per_s=10)
    words = ""
    for second in range(40):
        words = eta.see(float(second), 6_000 - second)  # one row a second
    assert words == "about 1 hour 40 minutes left"


def test_an_unsteady_speed_does_not_make_the_words_jump() -> None:
    eta = Eta(expected_per_s=10)
    told = []
    left = 6_000.0
    for second in range(120):
        left -= 12 if second % 2 else 8
        told.append(eta.see(float(second), int(left)))
    minutes = [int(words.split()[1]) for words in told]
    assert minutes == sorted(minutes, reverse=True), "it only ever comes nearer"
    assert len(set(minutes)) <= 4


def test_nothing_is_promised_when_nothing_moves_or_nothing_is_left() -> None:
    eta = Eta(expected_per_s=10)
    told = [eta.see(float(second), 500) for second in range(40)]
    assert told[-1] == ""
    assert eta.see(41.0, 0) == ""
