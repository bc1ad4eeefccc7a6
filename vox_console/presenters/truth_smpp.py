"""What SMPP would carry: each part's octets as they stand in the PDU, the reference left open."""

from __future__ import annotations

from vox_console.domain.segmentation import FramedPart, LongMethod, Piece, Segmentation, frame
from vox_console.presenters.counter_words import ENCODING_WORDS
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.truth_state import PartOctets, SmppTruth

_UNKNOWN = "rr"  # as the specification's own tables write a reference
_UDHI = 0x40  # esm_class: a user data header opens short_message (SMPP 3.4 §5.2.12)
_TIES = {
    LongMethod.UDH8: "tied by a header with an 8-bit reference",
    LongMethod.UDH16: "tied by a header with a 16-bit reference",
    LongMethod.SAR: "tied by the sar parameters",
    LongMethod.PAYLOAD: "the provider cuts it",
}


def smpp_truth(cut: Segmentation, *, taken: bool) -> SmppTruth:
    """Show the parts of a text that can be sent."""
    # What differs between two references is the reference: nothing here knows how a header is built.
    lowest, highest = frame(cut, reference=0), frame(cut, reference=0xFFFF)
    total = len(lowest)
    parts = tuple(
        _part(piece, low, high, number=number, total=total)
        for number, (piece, low, high) in enumerate(zip(cut.pieces, lowest, highest, strict=True), 1)
    )
    esm_class = lowest[0].esm_class if lowest else 0
    facts = (
        Fact("Parts", _parts_words(cut, lowest)),
        Fact("data_coding", f"{cut.data_coding} · {ENCODING_WORDS[cut.encoding]}"),
        Fact("esm_class", f"0x{esm_class:02x}" + (" · a header comes first" if esm_class & _UDHI else "")),
    )
    return SmppTruth(taken, facts, parts)


def _parts_words(cut: Segmentation, framed: tuple[FramedPart, ...]) -> str:
    if len(framed) > 1 or any(part.payload for part in framed):
        return f"{len(framed)}, {_TIES[cut.method]}"
    return str(len(framed))


def _part(piece: Piece, low: FramedPart, high: FramedPart, *, number: int, total: int) -> PartOctets:
    octets = [
        f"{one:02x}" if one == other else _UNKNOWN
        for one, other in zip(low.short_message, high.short_message, strict=True)
    ]
    header = len(octets) - len(piece.octets)
    length = len(piece.octets) + header
    size = 0 if low.payload else length
    characters = piece.end - piece.start
    what = f"Part {number} of {total}" if total > 1 else "One part"
    return PartOctets(
        title=f"{what} · {characters} {'character' if characters == 1 else 'characters'} · sm_length {size}",
        header=" ".join(octets[:header]),
        body=" ".join(octets[header:]),
        tlvs=_tlvs(low, length=length),
    )


def _tlvs(part: FramedPart, *, length: int) -> tuple[Fact, ...]:
    """Give the optional parameters, tag and length first (SMPP 3.4 §5.3.2)."""
    if part.payload:
        return (Fact("message_payload", f"04 24 {length >> 8:02x} {length & 0xFF:02x} and then"),)
    if part.sar is None:
        return ()
    _, total, number = part.sar
    return (
        Fact("sar_msg_ref_num", f"02 0c 00 02 {_UNKNOWN} {_UNKNOWN}"),
        Fact("sar_total_segments", f"02 0e 00 01 {total:02x}"),
        Fact("sar_segment_seqnum", f"02 0f 00 01 {number:02x}"),
    )
