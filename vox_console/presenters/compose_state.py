"""What is composed, made into the state that the compose pane draws. One function, no memory."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.address import Sender
from vox_console.domain.errors import FieldProblem, Severity
from vox_console.presenters.compose_choices import codings_over
from vox_console.presenters.compose_order import NOBODY
from vox_console.presenters.compose_route import Route, has_both, rule_for
from vox_console.presenters.compose_words import blocked_words, offline_words, send_words, sender_note
from vox_console.presenters.composing_state import Chip, ComposeState, Held, Replacement
from vox_console.presenters.counter_words import counter, replacing_helps
from vox_console.presenters.draft import Draft
from vox_console.presenters.validity import hours_of, validity_problem_of
from vox_console.services.orders import CheckedOrder
from vox_console.settings.profiles import Profile


@dataclass(frozen=True, slots=True)
class Composed:
    """All that the pane's state is made of. offline: what is held waits for a connection."""

    draft: Draft
    checked: CheckedOrder
    route: Route
    profile: Profile | None
    chips: tuple[Chip, ...] = ()
    duplicates_merged: int = 0
    held: tuple[Held, ...] = ()
    senders: tuple[str, ...] = ()
    note: str = ""
    sending: bool = False
    offline: bool = False


def compose_state(composed: Composed) -> ComposeState:
    """Work out everything the pane shows."""
    draft, checked, route, profile = composed.draft, composed.checked, composed.route, composed.profile
    segmentation, whole = checked.segmentation, checked.whole
    limits = profile or NOBODY
    count = counter(segmentation, automatic=draft.coding is None, part_limit=limits.part_limit, whole=whole)
    dropped = whole.dropped if whole is not None else ""
    forcing = segmentation.forcing
    message_problem = _first(checked, "message", "coding")
    validity_problem = validity_problem_of(draft.validity) or _first(checked, "validity")
    practice = profile is not None and profile.practice
    has_smpp = profile is None or profile.has_smpp
    return ComposeState(
        sender=draft.sender,
        sender_note=sender_note(checked.sender, typed=route.able.caller_splits),
        sender_problem=_sender_problem(checked.sender, draft.sender),
        chips=composed.chips,
        recipients_problem=None,
        duplicates_merged=composed.duplicates_merged,
        text=draft.text,
        counter=count,
        cuts=() if dropped else tuple(piece.start for piece in segmentation.pieces[1:]),
        forcing=forcing,
        replacements=tuple(
            Replacement(f.index, f.character, f.suggestion, f.name) for f in forcing if f.suggestion
        ),
        message_problem=message_problem,
        coding=draft.coding,
        method=draft.method or limits.long_method.value,
        receipt=draft.receipt,
        validity_h=hours_of(draft.validity) or 0,
        validity_problem=validity_problem,
        send_label=send_words(
            sum(not chip.faulty for chip in composed.chips),
            count.parts,
            practice=practice,
            cut=bool(dropped),
        ),
        blocked=blocked_words(
            profile=profile,
            sending=composed.sending,
            sender=checked.sender,
            chips=composed.chips,
            text=draft.text,
            problems=(message_problem, validity_problem),
        ),
        held=composed.held,
        practice=practice,
        senders=composed.senders,
        aside="" if route.bound or profile is None else offline_words(route.able),
        note=composed.note,
        replacing_helps=replacing_helps(forcing),
        offline=composed.offline,
        way=route.words,
        both_ways=has_both(profile),
        transport=rule_for(profile, draft.transport).value,
        codings=codings_over(route.able, chosen=draft.coding),
        has_method=has_smpp,
        method_counts=route.able.caller_splits,
        has_validity=has_smpp or bool(draft.validity),
    )


def _first(checked: CheckedOrder, *fields: str) -> FieldProblem | None:
    """Give the first problem of these fields; an empty one is no fault until Send, and the button says so."""
    return next((p for p in checked.problems if p.field in fields and p.code != "empty"), None)


def _sender_problem(sender: Sender, typed: str) -> FieldProblem | None:
    if not typed:
        return None  # the same
    return next(iter(sorted(sender.problems, key=lambda p: p.severity is not Severity.ERROR)), None)
