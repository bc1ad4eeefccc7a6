"""The counter line in words: coding, room, parts, and what it costs to go on."""

from __future__ import annotations

import unicodedata
from collections import Counter as Tally
from collections.abc import Sequence

from vox_console.domain.rest_message import RestMessage
from vox_console.domain.segmentation import MAX_FORCING, ForcingCharacter, LongMethod, Segmentation
from vox_console.domain.text_encoding import ENCODINGS
from vox_console.presenters.composing_state import Counter
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


def counter(
    cut: Segmentation, *, automatic: bool, part_limit: int, whole: RestMessage | None = None
) -> Counter:
    """Say what `cut` means for the operator. whole: how it goes where the provider cuts it."""
    word = ENCODING_WORDS[cut.encoding]
    if whole is not None and whole.dropped:
        lost = len(whole.dropped)
        what = "character is" if lost == 1 else f"{lost:,} characters are"
        hint = f"The last {what} left out."
        return Counter(f"{word} · 1 part, cut", hint, parts=1, units=cut.units, left=0, tone=Tone.UNKNOWN)
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
        letters = _foreign_letters(cut.text)
        if letters:
            hint = f"{letters} need UCS-2: {cut.single_capacity} characters per message"
            return Counter(line, hint, parts, cut.units, cut.left)
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


def replacing_helps(forcing: Sequence[ForcingCharacter]) -> bool:
    """Tell whether the text fits the wanted coding once all of these are replaced."""
    return 0 < len(forcing) < MAX_FORCING and all(each.suggestion for each in forcing)


def outcome_words(before: Segmentation, after: Segmentation) -> str:
    """Say what a change of the text does: "UCS-2 · 2 parts → GSM-7 · 1 part"."""
    return f"{_size(before)} → {_size(after)}"


def _size(cut: Segmentation) -> str:
    parts = len(cut.pieces)
    size = f"{parts} {'part' if parts == 1 else 'parts'}" if parts else "cannot be sent"
    return f"{ENCODING_WORDS[cut.encoding]} · {size}"


def _forcing_hint(cut: Segmentation) -> str:
    """Name what forces Unicode; what cannot be replaced alone, because replacing the rest would not help."""
    stubborn = dict.fromkeys(f.character for f in cut.forcing if not f.suggestion)
    kinds = stubborn or dict.fromkeys(f.character for f in cut.forcing)
    shown = " ".join(list(kinds)[:4])
    verb = "forces" if len(kinds) == 1 else "force"
    more = " …" if len(kinds) > 4 else ""
    return f"{shown}{more} {verb} UCS-2: {cut.single_capacity} instead of 160 per message"


def _foreign_letters(text: str) -> str:
    """Name the script of a text that is mostly in another one than Latin: "Arabic letters"; "" otherwise.

    A script is the first word of its characters' Unicode names.
    """
    scripts: Tally[str] = Tally()
    kinds: dict[str, str] = {}
    for character, count in Tally(text).items():
        if character.isalpha():
            name = unicodedata.name(character, "")
            script = name.partition(" ")[0]
            scripts[script] += count
            kinds[script] = "letters" if " LETTER" in name else "characters"
    script, count = max(scripts.items(), key=lambda item: item[1], default=("", 0))
    if script in {"", "LATIN"} or 2 * count <= scripts.total():
        return ""
    return f"{script if script == 'CJK' else script.title()} {kinds[script]}"
