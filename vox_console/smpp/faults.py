"""What can be wrong with bytes that came, and with values that were to be sent.

PduFault and FramingFault are the peer's doing, UnencodableField is ours. None is a VoxError: the
session turns the first two into answers and events, and nobody outside it needs to see them.
Their texts never contain passwords, addresses or message octets.
"""

from __future__ import annotations


class PduFault(Exception):
    """One whole PDU that cannot be understood; the PDUs around it are not harmed.

    command_status: what to answer it with. sequence and command_id: of the faulty PDU.
    """

    def __init__(self, command_status: int, *, sequence: int, command_id: int, text: str) -> None:
        super().__init__(text)
        self.command_status = command_status
        self.sequence = sequence
        self.command_id = command_id
        self.text = text


class FramingFault(Exception):
    """The byte stream is not (or no longer) SMPP: where the next PDU starts cannot be known.

    whole: the PDUs that were complete before the garbage, in order; they are still good.
    """

    def __init__(self, text: str, *, whole: list[bytes]) -> None:
        super().__init__(text)
        self.text = text
        self.whole = whole


class UnencodableField(Exception):
    """A value that does not fit its field. Nothing is ever cut or altered to make it fit.

    command_status: the error a provider would have answered with (ESME_RINVDSTADR, ...).
    """

    def __init__(self, field: str, text: str, *, command_status: int) -> None:
        super().__init__(f"{field}: {text}")
        self.field = field
        self.text = text
        self.command_status = command_status
