"""What the operator types and chooses for the message of a list; every edit is a new draft. Qt-free."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.bulk_list import BulkList
from vox_console.presenters.bulk_message import BulkDraft
from vox_console.presenters.bulk_when import WhenDraft


class BulkEdits(ABC):
    """The part of the :class:`~.bulk.BulkPresenter` that takes the message."""

    def __init__(self) -> None:
        self._draft = BulkDraft()
        self._region_recalled = False  # whether the country is the one of the last list of this header

    @property
    @abstractmethod
    def _opened(self) -> BulkList | None:
        """The list, None when there is none."""

    @abstractmethod
    def _change(self, draft: BulkDraft) -> None:
        """Take another message; what was checked holds no more."""

    @abstractmethod
    def _change_start(self, when: WhenDraft) -> None:
        """Take another start; what was checked stays so."""

    @abstractmethod
    def _tell(self) -> None:
        """Show what holds now."""

    def text_edited(self, text: str) -> None:
        """Take the text with its fields; who got nearly it lately is asked anew."""
        self._change(replace(self._draft, text=text, recent=""))

    def sender_edited(self, text: str) -> None:
        """Take the sender as typed."""
        self._change(replace(self._draft, sender=text))

    def number_chosen(self, place: int, column: str) -> None:
        """Take the column that is tried in a place of their order, from 0."""
        numbers = list(self._draft.numbers) or [-1]
        numbers[place] = int(column)
        self._change(replace(self._draft, numbers=tuple(numbers)))

    def number_added(self) -> None:
        """Try one more column after the others: the likeliest that is not tried yet."""
        opened = self._opened
        if opened is not None:
            free = [at for at in opened.likely() if at not in self._draft.numbers]
            self._change(replace(self._draft, numbers=(*self._draft.numbers, *free[:1])))

    def number_removed(self, place: int) -> None:
        """Try the column in this place no more."""
        numbers = self._draft.numbers
        self._change(replace(self._draft, numbers=(*numbers[:place], *numbers[place + 1 :])))

    def duplicates_chosen(self, which: str) -> None:
        """Take what becomes of later rows with the same number, a value of `bulk_words.DUPLICATES`."""
        self._change(replace(self._draft, first_wins=which == "first"))

    def region_edited(self, text: str) -> None:
        """Take the country whose national numbers the list may hold."""
        self._region_recalled = False
        self._change(replace(self._draft, region=text))

    def rate_edited(self, text: str) -> None:
        """Take the parts per second as typed, "" for the account's own."""
        self._change(replace(self._draft, rate=text))

    def way_chosen(self, rule: str) -> None:
        """Take the way the messages shall take, a value of TransportRule."""
        self._change(replace(self._draft, transport=TransportRule(rule)))

    def start_chosen(self, start: str) -> None:
        """Take when it starts, NOW or AT of `bulk_when`; what was checked stays so."""
        self._change_start(replace(self._draft.when, start=start))

    def start_edited(self, text: str) -> None:
        """Take the time at which it starts, as typed; what was checked stays so."""
        self._change_start(replace(self._draft.when, at=text))

    def hours_edited(self, text: str) -> None:
        """Take the hours in which messages may leave, as typed, "" for all."""
        self._change(replace(self._draft, when=replace(self._draft.when, hours=text)))

    def sample_moved(self, step: int) -> None:
        """Look at another row's text."""
        opened = self._opened
        if opened is not None and opened.sample:
            at = (min(self._draft.at, len(opened.sample) - 1) + step) % len(opened.sample)
            self._draft = replace(self._draft, at=at)
            self._tell()
