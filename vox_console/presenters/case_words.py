"""A message whose fate nobody told, in words: what can be decided about it, and what was."""

from __future__ import annotations

from vox_console.domain.address import international
from vox_console.domain.message import Message, MessageState
from vox_console.presenters.delivery_state import CaseShown, EvidenceLine
from vox_console.presenters.evidence_lines import OPERATOR, line
from vox_console.presenters.tone import Look, Tone
from vox_console.presenters.wall_time import ToLocal, full_time
from vox_console.services.cases import Case
from vox_console.storage.verdicts import Verdict, VerdictKind

_DECIDE = "Nothing more will happen by itself. You can decide that it counts as sent, or send it once more."
_STILL_UNKNOWN = "Whether it arrived is still not known."
_LOOKS = {
    VerdictKind.SENT: Look("accepted", "Counted as sent", Tone.WAITING),
    VerdictKind.AGAIN: Look("sending", "Sent again", Tone.WAITING),
}
_TAKEN_BACK = Look("withdrawn", "Taken back", Tone.WAITING)


def case_shown(
    message: Message, case: Case, to_local: ToLocal, *, is_open: bool, asking: bool
) -> CaseShown | None:
    """Give what the opened message says of its case; None where there is none.

    is_open: its account is open, so that it can be sent with it. asking: whether it is to be sent again.
    """
    undecided = message.state is MessageState.UNKNOWN and case.standing is None
    words = list(filter(None, (_instead(case), _standing(message, case, to_local))))
    if undecided:
        words.append(_DECIDE)
    if not words:
        return None
    standing = case.standing
    return CaseShown(
        words=" ".join(words),
        can_count=undecided,
        can_send_again=undecided and is_open,
        can_take_back=standing is not None and standing.kind is VerdictKind.SENT,
        other_id=case.instead_of or (standing.again_id if standing else 0),
        question=_question(message) if asking and undecided else "",
    )


def verdict_lines(case: Case, to_local: ToLocal) -> list[tuple[int, EvidenceLine]]:
    """Give every decision as an entry of the timeline, and each that was taken back as another."""
    lines: list[tuple[int, EvidenceLine]] = []
    for each in case.history:
        look = _LOOKS[each.kind]
        again = f"as message {each.again_id}" if each.again_id else ""
        lines.append((each.given_at_us, line(each.given_at_us, to_local, look.word, again, OPERATOR, look)))
        if each.undone_at_us:
            title = f"No longer: {look.word.lower()}"
            undone = line(each.undone_at_us, to_local, title, again, OPERATOR, _TAKEN_BACK)
            lines.append((each.undone_at_us, undone))
    return lines


def _question(message: Message) -> str:
    return (
        f"The provider may have taken it, and then {international(message.recipient)} gets it twice."
        " Send it once more?"
    )


def _instead(case: Case) -> str:
    if not case.instead_of:
        return ""
    return f"Sent instead of message {case.instead_of}, whose fate nobody had told."


def _standing(message: Message, case: Case, to_local: ToLocal) -> str:
    """Say what was decided, and what has come out since."""
    standing = case.standing
    if standing is None:
        return ""
    words = _decided(standing, to_local)
    if message.state is MessageState.UNKNOWN:
        return f"{words} {_STILL_UNKNOWN}"
    if message.state is MessageState.REFUSED:
        return f"{words} The provider has said since that it did not take this one."
    both = " So it took both." if standing.kind is VerdictKind.AGAIN else ""
    return f"{words} The provider has said since that it took this one.{both}"


def _decided(standing: Verdict, to_local: ToLocal) -> str:
    when = full_time(standing.given_at_us, to_local)[:-4]
    if standing.kind is VerdictKind.AGAIN:
        return f"Sent again as message {standing.again_id} on {when}."
    return f"Counted as sent on {when}."
