"""What REST would post: the body, what the provider is expected to make of it, and what `cut` drops."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from vox_console.domain.plain_text import has_hidden
from vox_console.domain.rest_message import CUT_OCTETS, LongMessageMode, RestMessage, rest_message
from vox_console.domain.segmentation import Segmentation
from vox_console.domain.text_encoding import ENCODINGS
from vox_console.presenters.compose_words import plural
from vox_console.presenters.counter_words import ENCODING_WORDS
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.truth_state import Loss, RestTruth
from vox_console.services.orders import CheckedOrder
from vox_console.settings.profiles import Profile
from vox_console.transports import rest_body
from vox_console.transports.base import Capabilities
from vox_console.transports.rest_body import MOST_DNIS_CHARACTERS, MOST_NUMBERS, SharedText, fits

NO_NUMBER = "0" * 12
NO_OWN_ID = "OWN-ID"
_GSM_LIKE = frozenset({1, 3})  # counted 160 a segment by the platform, whatever a handset takes
_UNSTATED = frozenset({10, 14})  # the platform does not say how it counts them (provider_interface §2.3)
_NOT_ASCII = re.compile("[^\x20-\x7e]")


def rest_truth(
    checked: CheckedOrder,
    whole: RestMessage,
    recipients: tuple[str, ...],
    *,
    profile: Profile,
    able: Capabilities,
    taken: bool,
) -> RestTruth:
    """Show what would be posted for an order that can be sent, but perhaps has no recipient yet."""
    cut = checked.segmentation
    requests = _requests(recipients, alone=able.own_ids)
    numbers = requests[0] if requests else (NO_NUMBER,)
    shared = SharedText(checked.sender.value, whole.text, whole.data_coding, whole.mode)
    fields = rest_body.submit_fields(shared, numbers, own_id=NO_OWN_ID if able.own_ids else "")
    body = rest_body.masked(fields, profile.rest_username)
    return RestTruth(
        taken=taken,
        facts=(
            Fact("longMessageMode", whole.mode.value),
            Fact("Segments", _segments(cut, whole)),
            Fact("dataCoding", f"{cut.data_coding} · {ENCODING_WORDS[cut.encoding]}"),
            Fact("Requests", _requests_words(requests, own_ids=able.own_ids)),
        ),
        why=_why(whole),
        loss=_loss(cut, taken=taken, chosen=bool(whole.dropped)),
        body=body,
        shown=visible_json(body),
        remarks=_remarks(requests, own_ids=able.own_ids),
        curl=rest_body.as_curl(fields, profile.rest_url),
    )


def visible_json(body: str) -> str:
    """Write what cannot be seen in a JSON text as JSON's own escapes; it stays the same value."""
    if body.isascii():
        return body  # JSON itself has escaped its control characters
    return _NOT_ASCII.sub(lambda match: _visible(match[0]), body)


def _visible(character: str) -> str:
    seen = unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"}
    return character if seen and not has_hidden(character) else json.dumps(character)[1:-1]


@lru_cache(maxsize=2)
def _requests(recipients: tuple[str, ...], *, alone: bool) -> tuple[tuple[str, ...], ...]:
    """Put numbers together as the transport does; kept, because a text changes more often than they do."""
    chunks: list[tuple[str, ...]] = []
    chunk: list[str] = []
    for number in dict.fromkeys(filter(None, recipients)):
        if chunk and (alone or not fits([*chunk, number])):
            chunks.append(tuple(chunk))
            chunk = []
        chunk.append(number)
    return (*chunks, tuple(chunk)) if chunk else tuple(chunks)


def _requests_words(requests: Sequence[Sequence[str]], *, own_ids: bool) -> str:
    count = max(1, len(requests))
    if count == 1:
        return "1 HTTP request"
    if own_ids:
        return f"{count:,} HTTP requests, one for each number because ids of our own go along"
    return (
        f"{count:,} HTTP requests, each of at most {MOST_NUMBERS} numbers and "
        f"{MOST_DNIS_CHARACTERS:,} characters of them"
    )


def _segments(cut: Segmentation, whole: RestMessage) -> str:
    """Say what the provider is expected to make of it, and where that is an estimate."""
    if whole.dropped:
        return "1"
    count, octets = len(cut.pieces), len(whole.octets)
    if cut.data_coding in _UNSTATED:
        return f"about {count}: the provider does not say how it counts this coding"
    if cut.data_coding in _GSM_LIKE and octets > CUT_OCTETS:
        return f"about {count}: counted as the provider does, the network may split it again"
    fewest = _counted_once(cut)
    if fewest != count:
        return f"about {count}, or {fewest} if the provider counts € and its like once"
    return f"{count}, expected" if count > 1 else "1"


def _counted_once(cut: Segmentation) -> int:
    """Count the segments of a GSM text whose extension characters are one each (provider_interface §2.3)."""
    characters = len(cut.text)
    if cut.encoding != "gsm7" or cut.units == characters:
        return len(cut.pieces)
    return 1 if characters <= cut.single_capacity else -(-characters // cut.part_capacity)


def _why(whole: RestMessage) -> str:
    octets = len(whole.octets)
    if whole.dropped:
        return f"You chose to send only what fits into {CUT_OCTETS} octets."
    longer = f"{octets} octets are more than {CUT_OCTETS}: the provider splits it and gives"
    match whole.mode:
        case LongMessageMode.CUT:
            return f"All of it fits: {octets} of {CUT_OCTETS} octets, so nothing is cut off."
        case LongMessageMode.SINGLE_ID_SPLIT:
            return f"{longer} one id for all of it."
        case LongMessageMode.SPLIT:
            return f"{longer} each segment an id, because an id of our own may not go along otherwise."


def _loss(cut: Segmentation, *, taken: bool, chosen: bool) -> Loss | None:
    """Tell what `cut` drops, also while it is not chosen: it is what leaving out the mode would do."""
    as_cut = rest_message(cut, want_cut=True)
    if as_cut is None or not as_cut.dropped:
        return None
    count = len(as_cut.dropped)
    last = "last character" if count == 1 else f"last {count:,} characters"
    return Loss(
        words=f"The {last} will not be sent:" if chosen else f"Sent as “cut”, the {last} would be lost:",
        text=as_cut.dropped,
        caution=_caution(cut, kept=as_cut.kept),
        offer=f"Send only what fits: drop the {last}" if taken else "",
        chosen=chosen,
    )


def _caution(cut: Segmentation, *, kept: int) -> str:
    """Say what a host may keep beyond what is certain (provider_interface §11, U4)."""
    if cut.encoding != "gsm7":
        return ""
    more = "all of it" if cut.units <= ENCODINGS["gsm7"].single else "20 more of them"
    return f"The first {kept} are certain. Some hosts keep up to 160 GSM characters: {more} may arrive."


def _remarks(requests: Sequence[Sequence[str]], *, own_ids: bool) -> str:
    words = ["The password is masked."]
    if not requests:
        words.append(f"{NO_NUMBER} stands for a number: there is no recipient yet.")
    if len(requests) > 1:
        words.append(
            f"This is the first of {plural(len(requests), 'request')}; the others differ in their numbers."
        )
    if own_ids:
        words.append(f"{NO_OWN_ID} stands for an id that is given when it leaves.")
    return " ".join(words)
