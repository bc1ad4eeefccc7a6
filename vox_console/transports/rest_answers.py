"""What an HTTP answer to a submit decides about each number in it. Pure: status and body in, outcomes out.

The rules (provider_interface §2.4 to §2.6, §11 U5):

* ids are matched to numbers by their digits, never by position; one number may get an id for each segment;
* a number without an id, in an answer that has ids for others, was not accepted, and no reason is given.
  But where an id cannot be matched to any number, it may be that one's: then its fate is unknown;
* a success without any id decides nothing: unknown, and the answer is kept. A mere word ("status",
  "message") in place of an id refuses only where it is one of the provider's words for that;
* 401 turns the whole request away, nothing in it was looked at: it is queued again, and the link stops;
* 429 is a refusal for now; any other 4xx, 508 and a redirect are refusals; any other 5xx decides nothing,
  unless its text is one the provider is known to refuse with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from vox_console.domain.http_answer import HttpAnswer
from vox_console.domain.message import DeliveryState
from vox_console.domain.plain_text import one_line
from vox_console.domain.receipt import state_of
from vox_console.domain.rest_error import describe_answer, json_of
from vox_console.domain.submission import SubmitRequest
from vox_console.transports.base import Accepted, NotSent, Refused, SubmitOutcome, Unanswered

UNAUTHORIZED: Final = 401
REQUEST_TIMEOUT: Final = 408  # the server did not see the whole request, or says so
TOO_MANY_REQUESTS: Final = 429
LOOP_DETECTED: Final = 508

KEPT_CHARACTERS: Final = 2_000
LONGEST_ID: Final = 256
LONGEST_WAIT_S: Final = 3_600.0
_ID_KEYS = ("message_id", "messageid", "id")
_NUMBER_KEYS = ("dnis", "to", "number", "destination")
_ERROR_KEYS = ("error", "description", "reason")
_WORD_KEYS = ("status", "message")
_REFUSALS = frozenset({DeliveryState.REJECTED, DeliveryState.UNDELIVERABLE})
NO_ID_FOR_NUMBER = "Not accepted: the answer has no id for this number, and gives no reason."


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as far as it matters here. retry_after: that header, "" without one."""

    status: int
    body: bytes
    retry_after: str = ""


def outcomes_of(answer: Answer, requests: Sequence[SubmitRequest]) -> list[SubmitOutcome]:
    """Decide about the requests that went in one HTTP request; each ends in exactly one outcome."""
    kept = HttpAnswer(
        answer.status, answer.body[: 4 * KEPT_CHARACTERS].decode("utf-8", "replace")[:KEPT_CHARACTERS]
    )
    if 200 <= answer.status < 300:
        return _taken(answer, requests, kept)
    error = describe_answer(answer.status, answer.body)
    if answer.status == UNAUTHORIZED:
        return [NotSent(each.attempt_id, error.words, kept) for each in requests]
    ambiguous = answer.status == REQUEST_TIMEOUT or (answer.status >= 500 and answer.status != LOOP_DETECTED)
    if ambiguous and not error.known:
        return [Unanswered(each.attempt_id, error.words, kept) for each in requests]
    wait_s = retry_after_s(answer.retry_after) if answer.status == TOO_MANY_REQUESTS else None
    words = error.words if wait_s is not None or len(requests) == 1 else _of_all(error.words, len(requests))
    return [Refused(each.attempt_id, reason=words, retry_after_s=wait_s, answer=kept) for each in requests]


def retry_after_s(header: str, *, now: datetime | None = None) -> float:
    """Read Retry-After (RFC 9110 §10.2.3), seconds or a date; 0 when it says nothing. At most an hour."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT_S)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - (now or datetime.now(UTC))).total_seconds()), LONGEST_WAIT_S)


@dataclass(frozen=True, slots=True)
class _Item:
    """One element of a success: for which number (digits, "" when it does not say), and what.

    unclear: it may say that the number was accepted, but not under which id.
    """

    number: str
    message_id: str
    segment: int
    error: str
    unclear: bool


def _taken(answer: Answer, requests: Sequence[SubmitRequest], kept: HttpAnswer) -> list[SubmitOutcome]:
    items = _items(json_of(answer.body))
    if not any(item.message_id or item.error for item in items):
        words = f"The provider answered HTTP {answer.status}, but without an id."
        return [Unanswered(each.attempt_id, words, kept) for each in requests]
    wanted = {each.destination.digits: each for each in requests}
    alone = requests[0].destination.digits if len(requests) == 1 else ""
    ids: dict[str, list[_Item]] = {}
    errors: dict[str, str] = {}
    unclear: set[str] = set()
    for item in items:
        number = alone or item.number  # one number was sent: whatever is told is about it
        if item.message_id and number in wanted:
            ids.setdefault(number, []).append(item)
        elif item.message_id or item.unclear:
            unclear.update({number} if number in wanted else wanted)
        elif item.error:
            errors.setdefault(number, item.error)
    for_all = "" if ids or unclear else errors.get("", "")
    return [
        _decided(each, ids.get(number, []), errors.get(number) or for_all, kept, unclear=number in unclear)
        for number, each in wanted.items()
    ]


def _decided(
    request: SubmitRequest, found: Sequence[_Item], error: str, kept: HttpAnswer, *, unclear: bool
) -> SubmitOutcome:
    if found:
        in_order = sorted(found, key=lambda item: item.segment)  # stable: as answered where it does not say
        first, *more = dict.fromkeys(item.message_id for item in in_order)
        return Accepted(request.attempt_id, first, tuple(more), kept)
    if error:
        return Refused(request.attempt_id, reason=f"The provider answered: {error}", answer=kept)
    if unclear:
        words = "The answer may say that it was accepted, but not under which id."
        return Unanswered(request.attempt_id, words, kept)
    return Refused(request.attempt_id, reason=NO_ID_FOR_NUMBER, answer=kept)


def _items(content: object) -> list[_Item]:
    elements = content if isinstance(content, list) else [content]
    return [_item(element) for element in elements if isinstance(element, Mapping)]


def _item(element: Mapping[object, object]) -> _Item:
    by_name = {str(name).lower(): value for name, value in element.items()}
    message_id = _first(by_name, _ID_KEYS)
    segment = _first(by_name, ("segment_num", "segmentnum"))
    error = "" if message_id else _first(by_name, _ERROR_KEYS)
    if not error.strip("0"):  # "000" says that nothing is wrong
        error = ""
    word = "" if message_id or error else _first(by_name, _WORD_KEYS)
    refuses = _refuses(word)
    usable = len(message_id) <= LONGEST_ID and one_line(message_id) == message_id
    return _Item(
        number="".join(each for each in _first(by_name, _NUMBER_KEYS) if each in "0123456789"),
        message_id=message_id if usable else "",
        segment=int(segment) if segment.isascii() and segment.isdigit() and len(segment) < 6 else 0,
        error=one_line(word if refuses else error)[:KEPT_CHARACTERS],
        unclear=not usable or (word != "" and not refuses),
    )


def _refuses(word: str) -> bool:
    """Say whether a word in place of an id is one by which the provider refuses."""
    known = describe_answer(400, word.encode("utf-8", "replace")).known
    return known or state_of(word) in _REFUSALS


def _first(by_name: Mapping[str, object], keys: Sequence[str]) -> str:
    """Give the first of these fields that says something, as text without blanks around it."""
    for key in keys:
        value = by_name.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _of_all(words: str, count: int) -> str:
    return (
        f"The whole request was refused, with all its {count} numbers; one of them may be the reason. {words}"
    )
