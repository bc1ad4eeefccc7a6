"""The peer of several groups: what a program on smpplib alone would call."""

from __future__ import annotations

from smpplib.client import SimpleSequenceGenerator
from smpplib.exceptions import MessageTooLong
from smpplib.gsm import make_parts
from smpplib.smpp import make_pdu, parse_pdu


class SmpplibCodec:
    """smpplib's codec, with the little of a client that it asks for."""

    def __init__(self, text: bytes) -> None:
        self._client = SimpleSequenceGenerator()
        self._text = text

    def submit(self, number: int) -> bytes:
        """Encode one submit_sm."""
        pdu = make_pdu(
            "submit_sm",
            client=self._client,
            source_addr_ton=5,
            source_addr_npi=0,
            source_addr="Vox SMS",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr=f"38164{number:07}",
            short_message=self._text,
            data_coding=0,
            esm_class=0,
            registered_delivery=1,
        )
        octets: bytes = pdu.generate()
        return octets

    def parse(self, octets: bytes) -> object:
        """Decode any PDU."""
        return parse_pdu(octets, client=self._client, allow_unknown_opt_params=True)


def count_parts(text: str) -> int:
    """Count the parts of a text; 0 beyond 255, which smpplib finds out after the same work."""
    try:
        return len(make_parts(text)[0])
    except MessageTooLong:
        return 0
