"""Texts from strangers, made harmless to look at: hidden characters marked, direction contained.

Theory of operation. Two different needs. A one-line cell must show everything in its one line, so whatever
is invisible or changes the order of reading is replaced by a visible mark (:func:`one_line`). A message
body must stay what it is, so nothing is replaced; each line is wrapped in FSI...PDI and what it leaves open
is closed, so that its direction ends where it ends (:func:`contained`). Joiners inside emoji and inside
scripts that write with them are text, not trickery, and stay.

Sources: trust §5.2; Unicode UAX #9 (isolates) and UTS #51 (emoji tag sequences).
"""

from __future__ import annotations

import re
import unicodedata

_FSI, _PDI, _PDF = "\u2068", "\u2069", "\u202c"
_LINE_BREAK = re.compile("(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSED_BY = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _PDF),
    **dict.fromkeys("\u2066\u2067\u2068", _PDI),
}

# A subdivision flag (Scotland): the only lawful use of tag characters, kept whole by the first branch.
_SUSPECT = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    "|(?P<joiner>[\u200c\u200d])"
    "|(?P<line>\r\n|[\n\r\x85\u2028\u2029])"
    "|(?P<tab>\t)"
    "|(?P<hidden>[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff])"
)
_LETTERS_THAT_JOIN = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})

# ESC, the other controls but tab and line feed, and what no terminal can be sent.
_NOT_FOR_TERMINALS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def one_line(text: str) -> str:
    """Give the text on one line with everything hidden made visible.

    Line breaks become "⏎", tabs "⇥", other controls their pictures ("␛"), the rest its number ("⟨202E⟩").
    """
    if text.isascii() and text.isprintable():
        return text
    return _SUSPECT.sub(lambda match: _mark(match, text), text)


def has_hidden(text: str) -> bool:
    """Say whether something is invisible; line breaks, tabs and lawful joiners do not count."""
    return any(
        match.lastgroup == "hidden" or (match.lastgroup == "joiner" and not _joins(text, match.start()))
        for match in _SUSPECT.finditer(text)
    )


def contained(text: str) -> str:
    """Wrap each line so that its writing direction cannot reach its surroundings.

    Nothing visible changes. A PDI that closes nothing is left out: it would end our own isolate early, and
    by itself it means nothing.
    """
    pieces = _LINE_BREAK.split(text)
    pieces[::2] = [_contained_line(line) if line else "" for line in pieces[::2]]
    return "".join(pieces)


def is_text(text: str) -> bool:
    """Say whether it can be encoded: octets of a command line that are no UTF-8 become half characters."""
    return _SURROGATE.search(text) is None


def for_terminal(text: str) -> str:
    """Give the text without anything a terminal would obey; tabs and line feeds stay.

    Half characters become U+FFFD, because a terminal's encoding refuses them.
    """
    return _SURROGATE.sub("\ufffd", _NOT_FOR_TERMINALS.sub("", text))


def masked_number(digits: str) -> str:
    """Give a number fit for logs: "+381 64 *** **67". Short ones show the last two digits at most."""
    known = "".join(character for character in digits if character.isdecimal())
    if len(known) < 8:
        return "*" * max(len(known) - 2, 3) + (known[-2:] if len(known) > 2 else "")
    return f"+{known[:3]} {known[3:5]} *** {'*' * (len(known) - 10)}{known[-2:]}"


def _mark(match: re.Match[str], text: str) -> str:
    match match.lastgroup:
        case "flag":
            return match[0]
        case "line":
            return "⏎"
        case "tab":
            return "⇥"
        case "joiner" if _joins(text, match.start()):
            return match[0]
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨{code:04X}⟩"


def _joins(text: str, index: int) -> bool:
    """Tell a joiner between two characters that are written with joiners, as in Persian or a family emoji."""
    if not 0 < index < len(text) - 1:
        return False
    return all(
        unicodedata.category(neighbour) in _LETTERS_THAT_JOIN
        for neighbour in (text[index - 1], text[index + 1])
    )


def _contained_line(line: str) -> str:
    open_closers: list[str] = []
    kept: list[str] = []
    position = 0
    for match in _DIRECTION.finditer(line):
        kept.append(line[position : match.start()])
        position = match.end()
        character = match[0]
        if character in _CLOSED_BY:
            open_closers.append(_CLOSED_BY[character])
        elif character == _PDI:
            if _PDI not in open_closers:
                continue
            while open_closers.pop() != _PDI:  # an isolate's end also ends the embeddings inside it
                pass
        elif open_closers and open_closers[-1] == _PDF:
            open_closers.pop()
        kept.append(character)
    kept.append(line[position:])
    return "".join((_FSI, *kept, *reversed(open_closers), _PDI))
