"""The counter line in words: coding, room, parts, and what it costs to go on."""

from __future__ import annotations

from vox_console.domain.segmentation import LongMethod, Segmentation
from vox_console.domain.text_encoding import ENCODINGS
from vox_console.presenters.states import Counter
from vox_console.presenters.tone import Tone

ENCODING_WORDS = {
    "gsm7": "GSM-7",
    "ucs2": "UCS-2",
    "latin1": "Latin-1",
    "ascii": "ASCII",
    "utf8": "UTF-8",
    "iso8859_5": "Cyrillic",
    "iso8859_8": "Hebrew",
    "iso2022_jp": "Japanese",
    "euc_kr": "Korean",
}


def counter(cut: Segmentation, *, automatic: bool, part_limit: int) -> Counter:
    """Say what `cut` means for the operator."""
    word = ENCODING_WORDS[cut.encoding]
    parts = len(cut.pieces)
    if parts == 0:
        return Counter(
            line=f"{word} · cannot be sent like this", hint=_first_problem(cut), parts=0, units=cut.units,
            left=0, tone=Tone.FAILED,
        )  # fmt: skip
    room = cut.single_capacity if parts == 1 else cut.part_capacity * parts
    used = cut.units if parts == 1 else room - cut.left
    line = f"{word} · {used} / {room} · {parts} {'part' if parts == 1 else 'parts'}"
    if parts > part_limit:
        return Counter(
            line, f"This account sends at most {part_limit} parts.", parts, cut.units, cut.left, Tone.FAILED
        )
    if automatic and cut.encoding == "ucs2":
        return Counter(line, _forcing_hint(cut), parts, cut.units, cut.left, Tone.UNKNOWN)
    return Counter(line, _room_hint(cut, parts), parts, cut.units, cut.left)


def _first_problem(cut: Segmentation) -> str:
    return cut.problems[0].text if cut.problems else ""


def _room_hint(cut: Segmentation, parts: int) -> str:
    if cut.method is LongMethod.PAYLOAD and cut.units > ENCODINGS[cut.encoding].single:
        return "One long message; the provider cuts it."
    if not cut.text:
        return ""
    return f"{cut.left} left" if parts == 1 else f"{cut.left} left before part {parts + 1}"


def _forcing_hint(cut: Segmentation) -> str:
    kinds = dict.fromkeys(forcing.character for forcing in cut.forcing)
    shown = " ".join(list(kinds)[:4])
    verb = "forces" if len(kinds) == 1 else "force"
    more = " …" if len(kinds) > 4 else ""
    return f"{shown}{more} {verb} UCS-2: {cut.single_capacity} instead of 160 per message"
