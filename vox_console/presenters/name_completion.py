"""Whose number is meant when a name is typed: contacts for the field of the recipients. Qt-free.

What was typed last is what counts; an answer to earlier letters is dropped. Each number is a choice of its
own, so that one of two is never taken for a person's only one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vox_console.domain.contact import party_words
from vox_console.presenters.contact_names import name_shown
from vox_console.presenters.runner import Run
from vox_console.services.contacts import ContactBook

MOST_CHOICES: Final = 6


@dataclass(frozen=True, slots=True)
class NameChoice:
    """A number that fits. name and number: to show. raw: what becomes the recipient."""

    name: str
    number: str
    raw: str


class NameCompletion:
    """Looks names up while they are typed. on_choices: hears what was typed, and what fits it."""

    def __init__(self, book: ContactBook, run: Run) -> None:
        self.on_choices: Callable[[str, tuple[NameChoice, ...]], None] = lambda _typed, _choices: None
        self._book = book
        self._run = run
        self._typed = ""

    def typed(self, text: str) -> None:
        """Take what stands in the field; numbers are nobody's names."""
        self._typed = text
        if not any(map(str.isalpha, text)):
            self.on_choices(text, ())
            return

        async def look() -> None:
            found = await self._book.complete(text, limit=MOST_CHOICES)
            if text == self._typed:
                choices = (NameChoice(name_shown(name), party_words(party), party) for name, party in found)
                self.on_choices(text, tuple(choices))

        self._run(look, name="look for the name")
