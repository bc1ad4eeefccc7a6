"""The recipients of what is being composed: merged, counted, taken away and brought back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from vox_console.domain.address import Recipient, parse_recipient, split_recipients
from vox_console.domain.errors import FieldProblem, Severity
from vox_console.presenters.composing_state import Chip
from vox_console.presenters.contact_names import name_shown

_START_WITH_PLUS = "Start with + and the country code."


class RecipientList:
    """Recipients in the order they came, each number once. Positions are those of the chips.

    default_region: the country of national numbers, "" for none. can_set_region: whether the account has
    such a setting at all; the practice provider's has not. name_of: gives the name of a number's contact, by
    its digits.
    """

    def __init__(self, name_of: Callable[[str], str]) -> None:
        self._name_of = name_of
        self._recipients: list[Recipient] = []
        self._merged: Counter[str] = Counter()
        self._removed: list[list[tuple[int, Recipient]]] = []
        self._default_region = ""
        self._can_set_region = True
        self._chips_of: tuple[Recipient, ...] = ()
        self._chips: tuple[Chip, ...] = ()
        self._unwanted: Mapping[str, str] = {}

    @property
    def raws(self) -> tuple[str, ...]:
        """The recipients as typed."""
        return tuple(recipient.raw for recipient in self._recipients)

    @property
    def digits(self) -> tuple[str, ...]:
        """The recipients as they travel."""
        return tuple(recipient.digits for recipient in self._recipients)

    @property
    def merged(self) -> int:
        """How many duplicates of those in the list were left out."""
        return self._merged.total()

    def chips(self) -> tuple[Chip, ...]:
        """Give what the field shows; five hundred chips are not made anew at every key."""
        recipients = tuple(self._recipients)
        if recipients != self._chips_of:
            self._chips_of = recipients
            self._chips = tuple(self._chip(recipient) for recipient in recipients)
        return self._chips

    def set_region(self, default_region: str, *, can_set_region: bool) -> None:
        """Read everything again for another account."""
        self._default_region = default_region
        self._can_set_region = can_set_region
        self._recipients = [self._parse(recipient.raw) for recipient in self._recipients]
        self._chips_of = ()

    def set_unwanted(self, words: Mapping[str, str]) -> bool:
        """Take why numbers (E.164 digits) want no messages; give whether that is news."""
        news = words != self._unwanted
        if news:
            self._unwanted = words
            self._chips_of = ()
        return news

    def names_changed(self) -> None:
        """Ask for the names again."""
        self._chips_of = ()

    def load(self, raws: Iterable[str]) -> None:
        """Begin anew with these; nothing taken away before can be brought back."""
        self._recipients = [self._parse(raw) for raw in raws]
        self._merged.clear()
        self._removed.clear()

    def add(self, text: str) -> None:
        """Take one or many recipients as typed or pasted; duplicates are merged."""
        known = {recipient.digits for recipient in self._recipients if recipient.digits}
        for raw in split_recipients(text):
            recipient = self._parse(raw)
            if recipient.digits and recipient.digits in known:
                self._merged[recipient.digits] += 1
                continue
            known.add(recipient.digits)
            self._recipients.append(recipient)

    def replace(self, index: int, text: str) -> None:
        """Take a recipient as edited or fixed; one that becomes a duplicate is merged."""
        recipient = self._parse(text)
        others = {r.digits for i, r in enumerate(self._recipients) if i != index and r.digits}
        if not text.strip():
            self.remove([index])
            return
        self._merged.pop(self._recipients[index].digits, None)
        if recipient.digits in others:
            self._merged[recipient.digits] += 1
            del self._recipients[index]
        else:
            self._recipients[index] = recipient

    def remove(self, indexes: Sequence[int]) -> None:
        """Take these away, together; what was merged into them goes with them."""
        gone = [(index, self._recipients[index]) for index in sorted(set(indexes))]
        for index, recipient in reversed(gone):
            self._merged.pop(recipient.digits, None)
            del self._recipients[index]
        if gone:
            self._removed.append(gone)

    def restore(self) -> None:
        """Bring back what was taken away last, to its old places; what came back otherwise stays single."""
        if not self._removed:
            return
        known = {recipient.digits for recipient in self._recipients if recipient.digits}
        for index, recipient in self._removed.pop():
            if recipient.digits not in known:
                self._recipients.insert(index, recipient)

    def _parse(self, raw: str) -> Recipient:
        return parse_recipient(raw, default_region=self._default_region)

    def _chip(self, recipient: Recipient) -> Chip:
        worst = min(recipient.problems, key=lambda p: p.severity is not Severity.ERROR, default=None)
        unwanted = self._unwanted.get(recipient.digits)
        if unwanted is not None:
            worst = FieldProblem("to", "opted_out", unwanted)
        return Chip(
            raw=recipient.raw,
            digits=recipient.digits,
            label=recipient.international or recipient.raw,
            region=recipient.region,
            problem=self._advice(worst),
            name=name_shown(self._name_of(recipient.digits)) if recipient.digits else "",
        )

    def _advice(self, problem: FieldProblem | None) -> FieldProblem | None:
        if problem is None or problem.code != "no_country" or self._can_set_region:
            return problem
        return replace(problem, text=_START_WITH_PLUS)
