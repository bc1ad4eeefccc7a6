"""One entry of a message's timeline, and the octets behind it as a person can read them."""

from __future__ import annotations

from vox_console.domain.plain_text import one_line
from vox_console.presenters.states import EvidenceLine
from vox_console.presenters.tone import Look, Tone
from vox_console.presenters.wall_time import ToLocal, full_time, utc_time

WAITING = Look("clock", "Queued", Tone.WAITING)
THIS_COMPUTER = "This computer"
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
    raw_label: str = "Raw bytes",
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
    )


def hex_dump(octets: bytes, *, width: int = 16) -> str:
    """Give octets as lines of offset, hexadecimal and printable ASCII."""
    lines = []
    for start in range(0, len(octets), width):
        chunk = octets[start : start + width]
        shown = "".join(chr(octet) if 0x20 <= octet < 0x7F else "." for octet in chunk)
        lines.append(f"{start:04x}  {chunk.hex(' '):<{width * 3 - 1}}  {shown}")
    return "\n".join(lines)


def http_text(body: str) -> str:
    """Give what came over HTTP line by line, with everything hidden made visible."""
    return "\n".join(one_line(each) for each in body.strip().splitlines())
