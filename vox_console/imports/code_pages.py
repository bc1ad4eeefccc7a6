"""Which code page of one octet per character a text is in, judged by the letters of languages.

Every octet means something in nearly every code page, so validity decides nothing, and general detectors
choose among the pages of Europe almost by alphabet (measured: charset-normalizer takes French and Danish
names for cp1250). The question here is narrower: is there *one* language that has all the letters seen? "é è
ç ô" read as cp1250 is "é č ç ô", which no language has; French has all four in cp1252.

When languages of both cp1250 and cp1252 have all the letters, they stand in different places: octet E6 at
the end of a word is ć of Petrović and not æ; F1 before a vowel is ñ of Peña and not ń. Few such rules
decide the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

# The letters beside a-z, in lower case. The order is the preference among equals.
_LANGUAGES = (
    ("cp1252", "French", "àâæçéèêëîïôœùûüÿ"),
    ("cp1252", "German", "äöüß"),
    ("cp1252", "Spanish", "áéíñóúüºª"),
    ("cp1252", "Portuguese", "àáâãçéêíóôõúüºª"),
    ("cp1252", "Italian", "àèéìíòóù"),
    ("cp1252", "Catalan", "àçèéíïòóúü·"),
    ("cp1252", "Dutch", "áéèêëíïóöüç"),
    ("cp1252", "Danish or Norwegian", "æøåéêòôóü"),
    ("cp1252", "Swedish or Finnish", "åäöéüš"),
    ("cp1252", "Icelandic", "áðéíóúýþæö"),
    ("cp1250", "Serbian, Croatian or Slovenian", "čćđšž"),
    ("cp1250", "Polish", "ąćęłńóśźż"),
    ("cp1250", "Czech", "áčďéěíňóřšťúůýž"),
    ("cp1250", "Slovak", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "Hungarian", "áéíóöőúüű"),
    ("cp1250", "Romanian", "ăâîşţ"),
    ("cp1254", "Turkish", "çğ\u0131öşüâîûi\u0307"),
    ("cp1257", "Latvian", "āčēģīķļņšūž"),
    ("cp1257", "Lithuanian", "ąčęėįšųūž"),
    ("cp1257", "Estonian", "äõöüšž"),
    ("cp1251", "Russian or Bulgarian", "абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    ("cp1251", "Ukrainian or Belarusian", "абвгдежзийклмнопрстуфхцчшщьыэюяґєіїёў"),
    ("cp1251", "Serbian or Macedonian", "абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ"),
    ("cp1253", "Greek", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),
    ("cp1255", "Hebrew", "אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
)
# No-break space, soft hyphen, euro; quotation marks, dashes, ellipsis, bullet; and signs of every page.
_NEUTRAL = frozenset(
    "\u00a0\u00ad€\u201c\u201d\u201e\u201a\u2018\u2019\u2013\u2014\u2026\u2022°§«»\u00b4¨©®™№"
)
_ENOUGH = 0.97  # of the letters; the rest may be a foreign name
_LETTER = rb"[A-Za-z\x80-\xff]"
# Places where the cp1250 letter is likely, and where the cp1252 letter of the same octet is.
_CENTRAL = re.compile(
    rb"[\xe6\xea\xb3](?!" + _LETTER + rb")|[\xc8\xc6\xd0](?=[a-z])|\xf1(?![aeiou\x80-\xff])|\xe8(?=[aeiou])"
    rb"|\xf0|\xe3(?!o)|\xf5(?!e)|\xf8(?=[iea]" + _LETTER + rb")"
)
_WESTERN = re.compile(
    rb"\xe6(?=" + _LETTER + rb")|\xf1(?=[aeiou])|\xe8(?=[b-df-hj-np-tv-z])|\xe3(?=o)|\xf5(?=e)|\xe5|\xf8"
    rb"|[\xe0\xec\xf2\xf9](?!" + _LETTER + rb")"
)


@dataclass(frozen=True, slots=True)
class CodePage:
    """The code page found, with the languages it was found by, in words."""

    encoding: str
    language: str


def _share(letters: Counter[str], language: str) -> float:
    """Give how much of the letters the language has, from 0 to 1."""
    return sum(count for letter, count in letters.items() if letter in language) / max(1, letters.total())


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text.lower() if letter > "\x7f" and letter not in _NEUTRAL)


def _clashes(text: str) -> int:
    """Count the small letters that a capital follows, which words do not have."""
    return sum(one.islower() and two.isupper() for one, two in pairwise(text) if two > "\x7f")


def find_code_page(octets: bytes) -> CodePage | None:
    """Find the page of octets that are not all ASCII; None when no language has these letters."""
    pages = dict.fromkeys(encoding for encoding, _, _ in _LANGUAGES)
    texts = {encoding: octets.decode(encoding, "replace") for encoding in pages}
    seen = {encoding: _letters(text) for encoding, text in texts.items()}
    if not seen["cp1252"]:
        return CodePage("cp1252", "punctuation alone")
    wrong = {encoding: _clashes(text) / max(1, seen[encoding].total()) for encoding, text in texts.items()}
    shares = [
        (_share(seen[encoding], letters) - wrong[encoding], encoding, name)
        for encoding, name, letters in _LANGUAGES
    ]
    best = max(share for share, _, _ in shares)
    if best < _ENOUGH:
        return None
    good = [(encoding, name) for share, encoding, name in shares if share == best]
    central = [name for encoding, name in good if encoding == "cp1250"]
    if central and good[0][0] == "cp1252":
        low = octets.replace(b"\x8a", b"\x9a")
        if len(_CENTRAL.findall(low)) > len(_WESTERN.findall(low)):
            return CodePage("cp1250", central[0])
    return CodePage(*good[0])
