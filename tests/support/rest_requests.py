"""Requests as the journal reserves them for a provider that encodes and splits by itself."""

from __future__ import annotations

from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.submission import SubmitRequest, WireAddress


def whole_request(
    attempt_id: int,
    number: str,
    *,
    text: str = "Hello",
    sender: str = "Vox",
    data_coding: int = 0,
    mode: LongMessageMode = LongMessageMode.CUT,
    own_id: str = "",
) -> SubmitRequest:
    """Give a whole text on its way to one number."""
    return SubmitRequest(
        attempt_id=attempt_id,
        sequence=attempt_id,
        source=WireAddress(5, 0, sender),
        destination=WireAddress(1, 1, number),
        data_coding=data_coding,
        esm_class=0,
        short_message=text.encode("utf-8", "replace"),
        text=text,
        long_mode=mode.value,
        own_id=own_id,
    )
