"""Phone numbers and senders: what people type, made into what the wire carries, or told what is wrong.

Theory of operation. Numbers are read with phonenumbers, whose tables know every numbering plan. They may
be behind the plans, and test ranges are in no plan, so only what cannot be a number at all is an error (no
digits, letters, too short, too long, no such country); a number that is possible but not known to be
assigned to mobiles is sendable, with a warning. A national number needs the profile's country.

phonenumbers is imported on first use, because it costs 30 ms that a start without a recipient need not pay.

Sources: E.164 (15 digits); 23.040 §9.1.2.5 (11 alphanumeric characters on a handset); SMPP 3.4 §4.4.1
(source_addr of 20 octets and a NUL), §5.2.5 and §5.2.6 (TON and NPI).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vox_console.domain.alphabet import ALPHABET, character_name, suggestion_for
from vox_console.domain.errors import FieldProblem, Severity

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

MIN_DIGITS = 7
MAX_DIGITS = 15
HANDSET_SENDER_CHARACTERS = 11
SHORT_CODE_DIGITS = 6  # the shortest international number has 7

_SEPARATORS = re.compile(r"[,;\n\r\t|\v\f\u2028\u2029\u3001\uff0c\uff1b]+")
_NEXT_INTERNATIONAL = re.compile(r"\s+(?=\+)")
_WHOLE_NUMBER_DIGITS = 9  # groups that people write a number in are shorter
_SCHEME = re.compile(r"^(?:tel|sms|smsto):", re.IGNORECASE)
# Only from the first of a run of blanks: from each of them, a text of blanks would take cubic time.
_EXTENSION = re.compile(r"(?<!\s)\s*(?:(?:;\s*)?ext(?:ension)?[.=:]?|x|#)\s*\d{1,7}\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]+")
_PUNCTUATION = re.compile(r"[\s()\[\]./\-\u2010-\u2015\u2212]+")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One number. digits: E.164 without plus, "" when there is an error.

    region: two letters ("RS"), "001" for numbers of no country, "" when unknown. international: for display
    ("+381 64 1234567").
    """

    raw: str
    digits: str = ""
    region: str = ""
    international: str = ""
    problems: tuple[FieldProblem, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether a message can be sent to it; there may still be warnings."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


class SenderKind(StrEnum):
    """What a sender is, which decides TON and NPI."""

    NUMERIC = "numeric"
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"


_TON_NPI = {
    SenderKind.NUMERIC: (1, 1),  # international, ISDN
    SenderKind.SHORT_CODE: (0, 0),
    SenderKind.ALPHANUMERIC: (5, 0),
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message says it is from. value: as it travels (digits without plus, or the name)."""

    raw: str
    kind: SenderKind
    value: str
    problems: tuple[FieldProblem, ...] = ()

    @property
    def ton(self) -> int:
        """Give the type of number (SMPP 3.4 §5.2.5)."""
        return _TON_NPI[self.kind][0]

    @property
    def npi(self) -> int:
        """Give the numbering plan indicator (SMPP 3.4 §5.2.6)."""
        return _TON_NPI[self.kind][1]

    @property
    def words(self) -> str:
        """Name the kind for a person."""
        return {
            SenderKind.NUMERIC: "International number",
            SenderKind.SHORT_CODE: "Short code",
            SenderKind.ALPHANUMERIC: "Name",
        }[self.kind]

    @property
    def ok(self) -> bool:
        """Say whether it can be sent; there may still be warnings."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


def split_recipients(text: str) -> list[str]:
    """Take a pasted list apart at commas, semicolons, tabs, bars and line ends.

    Spaces stay inside a number ("+381 64 123 45 67"); they part two numbers only where the next begins with
    a plus, or where every group is long enough to be a number of its own.
    """
    found: list[str] = []
    for piece in _SEPARATORS.split(text):
        for entry in _NEXT_INTERNATIONAL.split(piece):
            groups = entry.split()
            whole = all(group.isdecimal() and len(group) >= _WHOLE_NUMBER_DIGITS for group in groups)
            found += groups if whole else [entry.strip()]
    return [entry for entry in found if entry]


def parse_recipient(text: str, *, default_region: str = "") -> Recipient:
    """Read one number however it was typed. default_region: the profile's country ("RS"), "" for none."""
    typed = _SCHEME.sub("", _visible(text))
    if not typed:
        return _refused(text, "empty", "Enter a number.")
    without_extension = _EXTENSION.sub("", typed)
    if without_extension != typed and _NUMBER.fullmatch(_PUNCTUATION.sub("", without_extension)):
        words = "An extension cannot receive a text."
        return _refused(text, "extension", words, fix=without_extension.strip())
    compact = _PUNCTUATION.sub("", typed)
    if not _NUMBER.fullmatch(compact):
        return _not_a_number(text, typed)
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    digits = compact.lstrip("+")
    if len(digits) < MIN_DIGITS:
        return _refused(text, "too_short", f"Too short: {len(digits)} digits; a number has at least 7.")
    if len(digits) > MAX_DIGITS:
        return _refused(text, "too_long", f"Too long: {len(digits)} digits; a number has at most 15.")
    return _read(text, compact, default_region)


def international(digits: str) -> str:
    """Format E.164 digits for display, "+" and the digits as they are when they are no known number."""
    if not re.fullmatch(r"[0-9]{7,15}", digits):
        return digits
    return _international(digits)


@functools.lru_cache(maxsize=4096)
def _international(digits: str) -> str:
    import phonenumbers  # noqa: PLC0415 - see the module's docstring

    number = _try_parse("+" + digits, None)
    if number is None:
        return "+" + digits
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _visible(text: str) -> str:
    """Bring full-width and other scripts' digits to ASCII; drop what contact lists hide around numbers."""
    kept = (
        c
        for c in unicodedata.normalize("NFKC", text)
        if unicodedata.category(c) not in {"Cf", "Cc"} or c == "\t"
    )
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept).strip()


def _refused(raw: str, code: str, words: str, *, fix: str = "") -> Recipient:
    return Recipient(raw, problems=(FieldProblem("to", code, words, fix),))


def _not_a_number(raw: str, typed: str) -> Recipient:
    """Say what is in the way, and offer the number that stands among other words."""
    inside = re.search(r"\+?[0-9][0-9\s()./\-]{5,}[0-9]", typed)
    fix = inside[0].strip() if inside else ""
    if not any(c.isdecimal() for c in typed):
        return _refused(raw, "letters", "This is not a phone number.")
    strangers = "".join(dict.fromkeys(re.sub(r"^\+|[0-9\s()./\-]", "", typed)))
    if any(c.isalpha() for c in strangers):
        return _refused(raw, "letters", "A number has no letters.", fix=fix)
    return _refused(raw, "characters", f"A number has no {strangers}", fix=fix)


def _read(raw: str, compact: str, default_region: str) -> Recipient:
    import phonenumbers  # noqa: PLC0415 - see the module's docstring

    number = _parsed(compact, default_region)
    if number is None:
        if not compact.startswith("+") and compact.startswith("0"):
            return _refused(
                raw,
                "no_country",
                "This is a national number. Begin with the country code, or set a country in the profile.",
            )
        words = f"No country has the code +{compact.lstrip('+')[:3]}."
        return _refused(raw, "unknown_country", words)
    code = number.country_code or 0
    reasons = phonenumbers.ValidationResult
    wrong = {
        reasons.TOO_SHORT: ("too_short", f"Too short for a number of +{code}."),
        reasons.IS_POSSIBLE_LOCAL_ONLY: ("too_short", "The area code is missing."),
        reasons.TOO_LONG: ("too_long", f"Too long for a number of +{code}."),
        reasons.INVALID_LENGTH: ("too_short", f"No number of +{code} has this many digits."),
    }.get(phonenumbers.is_possible_number_with_reason(number))
    if wrong:
        return _refused(raw, *wrong)
    region = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(code)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+")
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return Recipient(raw, e164, region, shown, _doubts(number))


def _parsed(compact: str, default_region: str) -> PhoneNumber | None:
    """Choose between the readings as a national number and as an international one.

    Without a plus both may be meant. The profile's country wins when the number is assigned there; otherwise
    the digits are what SMS systems write, a country code first, because a wrong guess reaches a stranger.
    """
    national = foreign = None
    if default_region and not compact.startswith("+"):
        national = _try_parse(compact, default_region)
    if not compact.startswith("0"):
        foreign = _try_parse("+" + compact.lstrip("+"), None)
    if national is None or foreign is None:
        return national or foreign

    import phonenumbers  # noqa: PLC0415 - see the module's docstring

    if phonenumbers.is_valid_number(national) or not phonenumbers.is_possible_number(foreign):
        return national
    return foreign


def _try_parse(number: str, region: str | None) -> PhoneNumber | None:
    import phonenumbers  # noqa: PLC0415 - see the module's docstring

    try:
        return phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None


def _doubts(number: PhoneNumber) -> tuple[FieldProblem, ...]:
    import phonenumbers  # noqa: PLC0415 - see the module's docstring

    kinds = phonenumbers.PhoneNumberType
    if not phonenumbers.is_valid_number(number):
        return (
            FieldProblem("to", "not_assigned", "Not in a known number range.", severity=Severity.WARNING),
        )
    if phonenumbers.number_type(number) in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}:
        return ()
    return (FieldProblem("to", "not_mobile", "Not in a mobile range.", severity=Severity.WARNING),)


def parse_sender(text: str, *, max_octets: int = 20) -> Sender:
    """Read a sender: a number, a short code or a name. max_octets: the transport's limit for names."""
    typed = text.strip()
    compact = _PUNCTUATION.sub("", typed)
    if _NUMBER.fullmatch(compact):
        return _numeric_sender(text, compact)
    return Sender(text, SenderKind.ALPHANUMERIC, typed, _name_problems(typed, max_octets))


def _numeric_sender(raw: str, compact: str) -> Sender:
    written_out = compact.startswith(("+", "00"))
    digits = compact[2:] if compact.startswith("00") else compact.lstrip("+")
    if not written_out and len(digits) <= SHORT_CODE_DIGITS:
        return Sender(raw, SenderKind.SHORT_CODE, digits)
    problems: tuple[FieldProblem, ...] = ()
    if len(digits) > MAX_DIGITS:
        words = f"A number has at most {MAX_DIGITS} digits; this has {len(digits)}."
        problems = (FieldProblem("from", "too_long", words),)
    elif not digits:
        problems = (FieldProblem("from", "empty", "Enter a sender."),)
    elif digits.startswith("0"):
        words = "A number begins with its country code here, not with 0."
        problems = (FieldProblem("from", "national", words, severity=Severity.WARNING),)
    return Sender(raw, SenderKind.NUMERIC, digits, problems)


def _name_problems(name: str, max_octets: int) -> tuple[FieldProblem, ...]:
    if not name:
        return (FieldProblem("from", "empty", "Enter a sender."),)
    problems = []
    # Line ends are GSM characters, but a name of two lines is no name; the wire carries Latin-1 octets.
    strangers = [c for c in dict.fromkeys(name) if c not in ALPHABET or not c.isprintable() or c > "\xff"]
    if strangers:
        named = ", ".join(character_name(c) for c in strangers)
        fixed = "".join(suggestion_for(c) if c in strangers else c for c in name)
        whole = all(suggestion_for(c) for c in strangers)
        problems.append(
            FieldProblem("from", "not_gsm", f"A sender cannot hold {named}.", fix=fixed if whole else "")
        )
    elif not name.isascii():
        words = "Letters with accents may be shown as others by some networks."
        problems.append(FieldProblem("from", "not_ascii", words, severity=Severity.WARNING))
    if len(name) > max_octets:
        words = f"A sender has at most {max_octets} characters; this has {len(name)}."
        problems.append(FieldProblem("from", "too_long", words, fix=name[:max_octets].rstrip()))
    elif len(name) > HANDSET_SENDER_CHARACTERS:
        words = f"Handsets show {HANDSET_SENDER_CHARACTERS} characters; this has {len(name)}."
        problems.append(FieldProblem("from", "long_for_handsets", words, severity=Severity.WARNING))
    return tuple(problems)
