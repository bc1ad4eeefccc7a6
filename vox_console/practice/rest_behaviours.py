"""Magic numbers over REST: what HTTP makes of a destination's last four digits.

Those of :mod:`~vox_console.practice.behaviours` keep their meaning: receipts, ids and timing are the same,
and a refusal turns into the HTTP status that says the same thing (:func:`rest_behaviour_of`). The numbers
below exist over REST alone; over SMPP they are ordinary::

    0068  bulk array shuffled                     0085  invalid JSON, though accepted
    0070  array, also for one number              0086  query wrapped in an array
    0071  an id per segment, segment_num a text   0087  query always says UNKNOWN
    0072  an id per segment, segment_num a number 0088  query is a bare word
    0073  dnis echoed with a trailing blank       0089  query has a status and nothing else
    0074  not accepted, left out of the array     0090  query answers 503
    0075  not accepted, an error in the array     0091  callback by GET
    0076  refused (400) wrapped in JSON           0092  callback by POST of a form
    0077  401 as if the password were wrong       0093  callback by POST of JSON
    0078  508 loop detected                       0094  callback by POST of a JSON array
    0079  429 twice, then accepted                0095  callback says UNDELIV, query DELIVRD
    0080  503, not accepted                       0096  callback comes three times
    0081  503, though accepted                    0097  callback for an unknown id comes first
    0084  empty body, though accepted

Theory of operation. A refusal with status 400 concerns one number: in a request with several it is left out
of the array. Everything else that keeps an answer from being an ordinary 200 (another status, silence, a cut
connection, a broken body) concerns the request, so one such number decides for all of them.
Sources of the cases: interface reference §2.4, §2.5, §3, §5.1 and §12.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from vox_console.practice.behaviours import (
    BEHAVIOURS,
    FOR_EVER,
    REFUSALS_BEFORE_ACCEPTING,
    RSUBMITFAIL,
    SUFFIX_DIGITS,
    VENDOR_STATUS,
    Answer,
    Behaviour,
    Stat,
)
from vox_console.smpp.pdus import CommandStatus

BAD_REQUEST = 400
THREE_TIMES = 3


class AnswerForm(StrEnum):
    """What the answer to an accepted submit looks like."""

    OBJECT = "object"  # one number, one id: an object; else an array, as the platform documents it
    ARRAY = "array"  # always an array
    SHUFFLED = "shuffled"
    SEGMENT_TEXT = "segment_text"  # an id for each segment, whatever the mode
    SEGMENT_NUMBER = "segment_number"
    TRAILING_BLANK = "trailing_blank"
    MISSING = "missing"  # the number is not accepted and the array says nothing about it
    ERROR_ITEM = "error_item"  # the number is not accepted and the array says why


class QueryForm(StrEnum):
    """What the answer to a query looks like."""

    OBJECT = "object"
    ARRAY = "array"
    UNKNOWN = "unknown"
    WORD = "word"
    STATUS_ONLY = "status_only"
    UNAVAILABLE = "unavailable"  # 503


class CallbackMethod(StrEnum):
    """How a callback is sent."""

    GET = "get"
    FORM = "form"
    JSON = "json"
    ARRAY = "array"


class RestAnswer(StrEnum):
    """How a request that was not refused is answered."""

    NORMAL = "normal"
    EMPTY = "empty_body"
    INVALID_JSON = "invalid_json"
    GIANT = "giant_body"  # more than any answer of this kind holds
    ECHO = "echo"  # 500 that repeats the request, password and all
    DRIP = "drip"  # what it deserves, an octet at a time, for longer than anyone waits
    FAILURE = "failure"  # 503, though accepted
    NEVER = "never"
    LATE = "late"  # after the settings' late_answer_s
    CUT = "cut"  # the connection is closed instead


@dataclass(frozen=True, slots=True)
class HttpRefusal:
    """An answer that says no. wrapped: the text stands in JSON, under "error".

    location: where a redirect leads.
    """

    status: int
    text: str
    retry_after_s: int | None = None
    wrapped: bool = False
    location: str = ""

    @property
    def whole(self) -> bool:
        """Whether it refuses the request, and not one number of it."""
        return self.status != BAD_REQUEST


UNAUTHORIZED = HttpRefusal(401, "not authorized (check login and password)")
UNAVAILABLE = HttpRefusal(503, "Service Unavailable")
TOO_MANY = HttpRefusal(429, "Too Many Requests", retry_after_s=1)


@dataclass(frozen=True, slots=True)
class RestBehaviour:
    """What becomes of a message over REST, beyond what its Behaviour says.

    refusal: the answer to the first `refuse_times` tries of the same message (FOR_EVER: to all).
    accepts, answer: as in Behaviour. callback None: by the method ordered for the account.
    callback_stat: what the callback says instead of the truth. stray_callback: one for an id that was never
    given goes out ahead of it.
    """

    summary: str = ""
    refusal: HttpRefusal | None = None
    refuse_times: int = 0
    accepts: bool = True
    answer: RestAnswer = RestAnswer.NORMAL
    form: AnswerForm = AnswerForm.OBJECT
    query: QueryForm = QueryForm.OBJECT
    callback: CallbackMethod | None = None
    callback_stat: Stat | None = None
    callback_times: int = 1
    stray_callback: bool = False


REST_ORDINARY = RestBehaviour()

REST_BEHAVIOURS: dict[str, RestBehaviour] = {
    "0068": RestBehaviour("bulk array shuffled", form=AnswerForm.SHUFFLED),
    "0070": RestBehaviour("array, also for one number", form=AnswerForm.ARRAY),
    "0071": RestBehaviour("an id per segment, segment_num a text", form=AnswerForm.SEGMENT_TEXT),
    "0072": RestBehaviour("an id per segment, segment_num a number", form=AnswerForm.SEGMENT_NUMBER),
    "0073": RestBehaviour("dnis echoed with a trailing blank", form=AnswerForm.TRAILING_BLANK),
    "0074": RestBehaviour("not accepted, left out of the array", form=AnswerForm.MISSING),
    "0075": RestBehaviour("not accepted, an error in the array", form=AnswerForm.ERROR_ITEM),
    "0076": RestBehaviour(
        "refused (400) wrapped in JSON",
        refusal=HttpRefusal(400, "NO ROUTES", wrapped=True),
        refuse_times=FOR_EVER,
    ),
    "0077": RestBehaviour("401 as if the password were wrong", refusal=UNAUTHORIZED, refuse_times=FOR_EVER),
    "0078": RestBehaviour(
        "508 loop detected", refusal=HttpRefusal(508, "loop detected"), refuse_times=FOR_EVER
    ),
    "0079": RestBehaviour(
        "429 twice, then accepted", refusal=TOO_MANY, refuse_times=REFUSALS_BEFORE_ACCEPTING
    ),
    "0080": RestBehaviour("503, not accepted", refusal=UNAVAILABLE, refuse_times=FOR_EVER),
    "0081": RestBehaviour("503, though accepted", answer=RestAnswer.FAILURE),
    "0084": RestBehaviour("empty body, though accepted", answer=RestAnswer.EMPTY),
    "0085": RestBehaviour("invalid JSON, though accepted", answer=RestAnswer.INVALID_JSON),
    "0086": RestBehaviour("query wrapped in an array", query=QueryForm.ARRAY),
    "0087": RestBehaviour("query always says UNKNOWN", query=QueryForm.UNKNOWN),
    "0088": RestBehaviour("query is a bare word", query=QueryForm.WORD),
    "0089": RestBehaviour("query has a status and nothing else", query=QueryForm.STATUS_ONLY),
    "0090": RestBehaviour("query answers 503", query=QueryForm.UNAVAILABLE),
    "0091": RestBehaviour("callback by GET", callback=CallbackMethod.GET),
    "0092": RestBehaviour("callback by POST of a form", callback=CallbackMethod.FORM),
    "0093": RestBehaviour("callback by POST of JSON", callback=CallbackMethod.JSON),
    "0094": RestBehaviour("callback by POST of a JSON array", callback=CallbackMethod.ARRAY),
    "0095": RestBehaviour("callback says UNDELIV, query DELIVRD", callback_stat=Stat.UNDELIV),
    "0096": RestBehaviour("callback comes three times", callback_times=THREE_TIMES),
    "0097": RestBehaviour("callback for an unknown id comes first", stray_callback=True),
}

_REFUSALS = {
    CommandStatus.ESME_RTHROTTLED: TOO_MANY,
    CommandStatus.ESME_RMSGQFUL: TOO_MANY,
    CommandStatus.ESME_RSYSERR: UNAVAILABLE,
    CommandStatus.ESME_RINVDSTADR: HttpRefusal(400, "NO ROUTES"),
    CommandStatus.ESME_RINVSRCADR: HttpRefusal(400, "ANI is not allowed"),
    RSUBMITFAIL: HttpRefusal(400, "Message was rejected"),
    VENDOR_STATUS: HttpRefusal(400, "Rejected by supplier, code 1025"),
}
_ANSWERS = {
    Answer.NORMAL: RestAnswer.NORMAL,
    Answer.WITHOUT_BODY: RestAnswer.EMPTY,
    Answer.NEVER: RestAnswer.NEVER,
    Answer.LATE: RestAnswer.LATE,
    Answer.CUT: RestAnswer.CUT,
}


def _from_smpp(behaviour: Behaviour) -> RestBehaviour:
    """Give what HTTP makes of a behaviour that SMPP has too."""
    refusal = _REFUSALS.get(behaviour.refuse_status)
    if refusal is not None and behaviour.refusal_has_body:
        refusal = replace(refusal, wrapped=True)
    return RestBehaviour(
        refusal=refusal,
        refuse_times=behaviour.refuse_times,
        accepts=behaviour.accepts,
        answer=_ANSWERS[behaviour.answer],
        callback_times=behaviour.receipt_copies,
    )


_ALL = {suffix: _from_smpp(behaviour) for suffix, behaviour in BEHAVIOURS.items()} | REST_BEHAVIOURS


def rest_behaviour_of(destination: str) -> RestBehaviour:
    """Give what REST does with a message to `destination`."""
    return _ALL.get(destination[-SUFFIX_DIGITS:], REST_ORDINARY)


def table() -> str:
    """Give the numbers that REST adds, one a line, for the command's help."""
    return "\n".join(f"  ...{suffix}  {behaviour.summary}" for suffix, behaviour in REST_BEHAVIOURS.items())
