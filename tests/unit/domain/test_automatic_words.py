from __future__ import annotations

import pytest

from vox_console.domain.automatic_words import looks_automatic


@pytest.mark.parametrize(
    "text",
    [
        "This is an AUTOMATIC reply.",
        "Auto-Reply: back on Monday",
        "Please do not reply to this message",
        "Don't reply.",
        "Réponse automatique",
        "Your verification code is 123456",
        "Аутоматски одговор",
    ],
)
def test_what_says_so_is_automatic(text: str) -> None:
    assert looks_automatic(text)


@pytest.mark.parametrize(
    "text", ["", "YES", "Please reply", "My automatic gearbox broke", "Is the office open?"]
)
def test_people_are_not(text: str) -> None:
    assert not looks_automatic(text)
