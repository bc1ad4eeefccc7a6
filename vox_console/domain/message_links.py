"""Links in a stranger's text, and where each really leads; nothing is opened or asked.

Theory of operation. A link is judged as a browser would take it apart, not as a person reads it: the host is
what stands after the last "@" and before the next slash or backslash, with percent signs undone, wide and
ignored characters mapped, and every international label in punycode. What a browser would take for a number
is an IPv4 address, in whatever notation. Then the host is shown, and what is unusual about it is named.

What has no "://" is a link only if it begins with "www." or looks like a host with a common ending or a path;
the text is shown as it is either way, so that a link that is not found does no harm.

Sources: trust §5.2; WHATWG URL Standard (host parsing, IPv4 parser); RFC 3492 (punycode); UTS #39 §5 (mixed
scripts).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

__all__ = ["Doubt", "MessageLink", "find_links"]


class Doubt(StrEnum):
    """What is unusual about a link, in words for a person."""

    USERINFO = "What stands before the @ is not the site."
    IP_ADDRESS = "It leads to a bare address, not to a name."
    MIXED_SCRIPTS = "The name mixes alphabets, as imitations do."
    INTERNATIONAL = "The name is not in plain Latin letters."
    HIDDEN = "It holds characters that cannot be seen."


@dataclass(frozen=True, slots=True)
class MessageLink:
    """One link. start, end: where it stands in the text (code points).

    scheme: in small letters, "" when the text has none. host: as it travels: ASCII, punycode, small letters;
    never empty. port: as written, "" for none.
    """

    start: int
    end: int
    scheme: str
    host: str
    port: str = ""
    doubts: tuple[Doubt, ...] = ()


_ENDINGS = (
    "com|net|org|info|biz|app|dev|io|co|me|ly|tv|cc|gg|to|top|xyz|shop|site|online|club|link|click|live|vip|icu"
    "|eu|rs|ba|hr|si|me|mk|de|at|ch|fr|it|es|pt|nl|be|uk|ie|se|no|dk|fi|pl|cz|sk|hu|ro|bg|gr|tr|ru|ua|us|ca|br"
    "|mx|in|cn|jp|kr|au"
)
_LABEL = r"[^\s./\\:@?#<>\"'()\[\]{},;!|]+"
_LINK = re.compile(
    r"(?P<schemed>\b[a-z][a-z0-9+.\-]{0,20}:[/\\]{2,}[^\s<>\"]+)"
    r"|(?<![\w@.])(?P<bare>www\.[^\s<>\"]+"
    rf"|(?:{_LABEL}\.){{1,8}}(?:(?:{_ENDINGS})(?![\w.@\-])(?:[/?#:][^\s<>\"]*)?|[^\W\d_]{{2,24}}/[^\s<>\"]+))",
    re.IGNORECASE,
)
_AFTER_A_LINK = ".,;:!?'\u2019\u201d\u00bb*_~\u3002\uff0c\uff01\uff1f"
_BRACKETS = {")": "(", "]": "[", "}": "{", "\uff09": "\uff08"}
_DOTS = re.compile("[.\u3002\uff0e\uff61]")


def find_links(text: str) -> tuple[MessageLink, ...]:
    """Give the links of a text in order; what has no host is none."""
    return tuple(_links(text))


def _links(text: str) -> Iterator[MessageLink]:
    for match in _LINK.finditer(text):
        link = _trimmed(match[0])
        scheme, rest = "", link
        if match["schemed"]:
            scheme, _, rest = link.partition(":")
            rest = rest.lstrip("/\\")
        authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
        userinfo, _, place = authority.rpartition("@")
        written, port = _split_port(unquote(place))
        host = _host(written)
        if host:
            doubts = _doubts(link, userinfo, written, host)
            yield MessageLink(match.start(), match.start() + len(link), scheme.lower(), host, port, doubts)


def _trimmed(link: str) -> str:
    """Take off what ends the sentence and not the link."""
    while link:
        last = link[-1]
        opened = _BRACKETS.get(last)
        if last not in _AFTER_A_LINK and not (opened and link.count(opened) < link.count(last)):
            break
        link = link[:-1]
    return link


def _split_port(place: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?)(?::(\d*))?", place, re.DOTALL)
    assert found is not None, "everything matches"  # noqa: S101 - for the type checker
    return found[1], found[2] or ""


def _host(written: str) -> str:
    """Give a host as it travels, "" for what cannot be one."""
    if written.startswith("[") and written.endswith("]"):
        try:
            return f"[{ipaddress.IPv6Address(written[1:-1])}]"
        except ValueError:
            return ""
    labels = [_travelling(label) for label in _labels(written)]
    if not any(labels) or any(re.search(r"[\s\x00-\x20%/:?#@\\<>^|\[\]]", label) for label in labels):
        return ""
    return _ipv4(labels) or ".".join(labels)


def _labels(written: str) -> list[str]:
    """Map the characters that browsers take for others or pass over, and give the labels."""
    seen = "".join(c for c in written if unicodedata.category(c) != "Cf")
    return _DOTS.split(unicodedata.normalize("NFKC", seen).lower().rstrip("."))


def _travelling(label: str) -> str:
    if label.isascii():
        return label
    return "xn--" + unicodedata.normalize("NFC", label).encode("punycode", "replace").decode()


def _ipv4(labels: list[str]) -> str:
    """Read one to four decimal, octal or hexadecimal numbers as browsers do, "" for what is no address."""
    numbers = [_number(label) for label in labels]
    if len(numbers) > 4 or None in numbers:
        return ""
    *firsts, last = (number or 0 for number in numbers)
    if any(number > 255 for number in firsts) or last >= 256 ** (4 - len(firsts)):
        return ""
    value = sum(number << 8 * (3 - index) for index, number in enumerate(firsts)) + last
    return str(ipaddress.IPv4Address(value))


def _number(label: str) -> int | None:
    if re.fullmatch(r"0x[0-9a-f]{0,16}", label):
        return int(label[2:] or "0", 16)
    if re.fullmatch(r"0[0-7]{1,16}", label):
        return int(label, 8)
    return int(label) if re.fullmatch(r"0|[1-9][0-9]{0,15}", label) else None


def _doubts(link: str, userinfo: str, written: str, host: str) -> tuple[Doubt, ...]:
    shown = [_readable(label) for label in _labels(written)]
    found = {
        Doubt.USERINFO: bool(userinfo),
        Doubt.IP_ADDRESS: host.startswith("[") or bool(re.fullmatch(r"[0-9.]+", host)),
        Doubt.MIXED_SCRIPTS: any(_mixes_scripts(label) for label in shown),
        Doubt.INTERNATIONAL: any(not label.isascii() for label in shown),
        Doubt.HIDDEN: any(unicodedata.category(c)[0] == "C" for c in unquote(link)),
    }
    return tuple(doubt for doubt, applies in found.items() if applies)


def _readable(label: str) -> str:
    """Give the letters that a punycode label stands for; what is no punycode stays."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)


def _mixes_scripts(label: str) -> bool:
    """Say whether a label has letters of scripts that are not written together (UTS #39 §5.2)."""
    scripts = {unicodedata.name(c, "?").split("-")[0].split()[0] for c in label if c.isalpha()}
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)
