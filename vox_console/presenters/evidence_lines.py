"""One entry of a message's timeline, and the octets behind it as a person can read them."""

from __future__ import annotations

from vox_console.domain.plain_text import one_line
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.presenters.delivery_state import EvidenceLine, PduField, PduShown
from vox_console.presenters.tone import Look, Tone
from vox_console.presenters.wall_time import ToLocal, full_time, utc_time
from vox_console.smpp.anatomy import dissect

WAITING = Look("clock", "Queued", Tone.WAITING)
THIS_COMPUTER = "This computer"
OPERATOR = "The operator"
RAW_ANSWER = "Raw answer"


def line(  # noqa: PLR0917 - the columns of the timeline, always in this order
    us: int,
    to_local: ToLocal,
    title: str,
    detail: str,
    said_by: str,
    look: Look,
    *,
    raw: str = "",
    raw_label: str = RAW_ANSWER,
    pdu: PduShown | None = None,
) -> EvidenceLine:
    """Make an entry; its title gets a capital."""
    return EvidenceLine(
        time=full_time(us, to_local),
        utc=utc_time(us),
        title=title[:1].upper() + title[1:],
        detail=detail,
        said_by=said_by,
        look=look,
        raw=raw,
        raw_label=raw_label,
        pdu=pdu,
    )


def pdu_shown(octets: bytes, origin: str, alphabet: DefaultAlphabet) -> PduShown:
    """Take a PDU apart for a person. alphabet: what data_coding 0 means to its provider."""
    fields = (
        PduField(field.name, field.start, field.end, one_line(field.words))
        for field in dissect(octets, default_alphabet=alphabet)
    )
    return PduShown(octets, tuple(fields), origin)


def http_text(body: str) -> str:
    """Give what came over HTTP line by line, with everything hidden made visible."""
    return "\n".join(one_line(each) for each in body.strip().splitlines())
