"""The tables, as named steps in the order they were added. A step that was released is never edited.

Theory of operation. Seven facts are written, each once and never rewritten in meaning:

* ``messages`` and ``parts``: what the operator asked for, and the exact octets of each part;
* ``attempts``: one row per intent to hand a part over, committed before its first byte leaves;
* ``receipts``: what was said afterwards and by whom (a receipt, an answer to a query, a callback), raw
  octets included, matched or not;
* ``queries``: which parts are still to be asked about, and when; a row goes when nothing more is to come;
* ``inbound``: every part of a customer's message, raw, committed before it is acknowledged;
* ``verdicts``: what a person decided about a message whose fate nobody told (:mod:`.verdicts`);
* ``opt_out_entries``: who said that a number wants no messages, or wants them again (:mod:`.opt_outs`).

``parts.submit``, ``parts.delivery`` and ``messages.state`` are the running result of those facts,
kept in the same transaction, so that lists need no arithmetic.

A part's key is ``message_id * 256 + number`` (a message has at most 255 parts): the parts of a
message are one range of the primary key, and no second index is paid for on every insert.
``parts.hold_until_us`` repeats the message's hold as far as the queue needs it (0 once it is over, see
:mod:`.holds`), and ``parts.bulk`` says whether it belongs to a bulk job, so that the index of the queue has
what may leave now as one range, in order, and what is held elsewhere.
Times are microseconds since 1970 UTC. Enumerations are stored by their words, for people with a
database browser. ``parts_queued`` and ``parts_reserved`` are partial indexes: they hold only what still
has to move, so neither grows with history (two, because SQLite uses a partial index only for the very
term it was made with).

The words of the steps stand with their subject: :mod:`.schema_messages`, :mod:`.schema_bulk`,
:mod:`.schema_inbox`, :mod:`.schema_log`.
"""

from __future__ import annotations

from vox_console.storage import schema_bulk, schema_inbox, schema_log, schema_messages
from vox_console.storage.migrations import Step

STEPS: tuple[Step, ...] = (
    Step("spine", schema_messages.SPINE),
    Step("rest", schema_messages.REST),
    Step("bulk", schema_bulk.BULK),
    Step("own ids", schema_messages.OWN_IDS),
    Step("patience", schema_messages.PATIENCE),
    Step("inbound ids", schema_inbox.INBOUND_IDS),
    Step("opt-out entries", schema_bulk.OPT_OUT_ENTRIES),
    Step("recent sends", schema_messages.RECENT),
    Step("held apart", schema_messages.HELD_APART),
    Step("job states", schema_bulk.JOB_STATES),
    Step("job families", schema_bulk.JOB_FAMILIES),
    Step("job times", schema_bulk.JOB_TIMES),
    Step("list mappings", schema_bulk.LIST_MAPPINGS),
    Step("threads", schema_inbox.THREADS),
    Step("refusals", schema_inbox.REFUSALS),
    Step("people", schema_inbox.PEOPLE),
    Step("search", schema_inbox.SEARCH),
    Step("automatic answers", schema_inbox.AUTO_REPLIES),
    Step("job mends", schema_bulk.JOB_MENDS),
    Step("job recents", schema_bulk.JOB_RECENTS),
    Step("reviews", schema_inbox.REVIEWS),
    Step("verdicts", schema_messages.VERDICTS),
    Step("job again", schema_bulk.JOB_AGAIN),
    Step("adoptions", schema_messages.ADOPTIONS),
    Step("log", schema_log.LOG),
    Step("hours", schema_log.HOURS),
    Step("daily export", schema_log.DAILY_EXPORT),
    Step("log codes", schema_log.LOG_CODES),
)
