"""What is being composed, as a value, and as the JSON that survives a crash."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Self

from vox_console.domain.transport_name import TransportRule


@dataclass(frozen=True, slots=True)
class Draft:
    """The raw content of the compose pane.

    recipients: as typed, one each. coding: None for automatic. transport: the way it shall take.
    """

    sender: str = ""
    recipients: tuple[str, ...] = ()
    text: str = ""
    coding: int | None = None
    method: str = ""
    receipt: bool = True
    validity: str = ""
    transport: TransportRule = TransportRule.AUTO

    @property
    def blank(self) -> bool:
        """Tell whether nothing would be lost by forgetting it."""
        return not self.text and not self.recipients

    def cleared(self) -> Draft:
        """Give what stays after sending: the sender and the options."""
        return replace(self, recipients=(), text="")

    def to_json(self) -> str:
        """Give the body to store; "" for a blank draft."""
        return "" if self.blank else json.dumps(asdict(self))

    @classmethod
    def from_json(cls, body: str) -> Self | None:
        """Read a stored body; None when there is none or it cannot be understood."""
        try:
            values = json.loads(body)
            if values["text"] is None:
                return None
            rule = TransportRule(values.get("transport", TransportRule.AUTO))
            return cls(**{**values, "recipients": tuple(values["recipients"]), "transport": rule})
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
