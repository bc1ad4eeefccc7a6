"""The tables, as named steps in the order they were added. A step that was released is never edited.

Theory of operation. Six facts are written, each once and never rewritten in meaning:

* ``messages`` and ``parts``: what the operator asked for, and the exact octets of each part;
* ``attempts``: one row per intent to hand a part over, committed before its first byte leaves;
* ``receipts``: what was said afterwards and by whom (a receipt, an answer to a query, a callback), raw
  octets included, matched or not;
* ``queries``: which parts are still to be asked about, and when; a row goes when nothing more is to come;
* ``inbound``: every part of a customer's message, raw, committed before it is acknowledged;
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
"""

from __future__ import annotations

from vox_console.storage.migrations import Step

_SPINE = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    transport TEXT NOT NULL,
    sender TEXT NOT NULL,
    source_ton INTEGER NOT NULL,
    source_npi INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    text TEXT NOT NULL,
    data_coding INTEGER NOT NULL,
    encoding TEXT NOT NULL,
    method TEXT NOT NULL,
    part_count INTEGER NOT NULL,
    registered_delivery INTEGER NOT NULL,
    validity_period TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    created_at_us INTEGER NOT NULL,
    updated_at_us INTEGER NOT NULL,
    hold_until_us INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE parts (
    id INTEGER PRIMARY KEY,
    units INTEGER NOT NULL,
    esm_class INTEGER NOT NULL,
    short_message BLOB NOT NULL,
    payload INTEGER NOT NULL,
    sar_reference INTEGER,
    submit TEXT NOT NULL,
    delivery TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    accepted_at_us INTEGER NOT NULL DEFAULT 0,
    provider_id TEXT NOT NULL DEFAULT '',
    id_fold TEXT NOT NULL DEFAULT '',
    command_status INTEGER NOT NULL DEFAULT 0,
    error_code TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX parts_queued ON parts (id) WHERE submit = 'queued';
CREATE INDEX parts_reserved ON parts (id) WHERE submit = 'reserved';
CREATE INDEX parts_by_provider_id ON parts (id_fold) WHERE id_fold <> '';

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    part_id INTEGER NOT NULL,
    session TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    state TEXT NOT NULL,
    reserved_at_us INTEGER NOT NULL,
    answered_at_us INTEGER NOT NULL DEFAULT 0,
    command_status INTEGER NOT NULL DEFAULT 0,
    provider_id TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempts_by_part ON attempts (part_id);

CREATE TABLE receipts (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    part_id INTEGER,
    received_at_us INTEGER NOT NULL,
    provider_id TEXT NOT NULL,
    relation TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    word TEXT NOT NULL,
    done_at_us INTEGER,
    done_date TEXT NOT NULL,
    error_code TEXT NOT NULL,
    source TEXT NOT NULL,
    destination TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    raw BLOB NOT NULL,
    repeats INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX receipts_by_part ON receipts (part_id) WHERE part_id IS NOT NULL;

CREATE TABLE orphan_keys (
    key TEXT NOT NULL,
    receipt_id INTEGER NOT NULL,
    PRIMARY KEY (key, receipt_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbound (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    received_at_us INTEGER NOT NULL,
    source TEXT NOT NULL,
    destination TEXT NOT NULL,
    esm_class INTEGER NOT NULL,
    data_coding INTEGER NOT NULL,
    short_message BLOB NOT NULL,
    raw BLOB NOT NULL
) STRICT;

CREATE TABLE id_relations (
    profile TEXT PRIMARY KEY,
    last TEXT NOT NULL,
    streak INTEGER NOT NULL,
    learned TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE concat_references (
    recipient TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
    slot TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    saved_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

_REST = """
ALTER TABLE attempts ADD COLUMN own_id TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN http_status INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN answer TEXT NOT NULL DEFAULT '';

ALTER TABLE receipts ADD COLUMN witness TEXT NOT NULL DEFAULT 'smpp';
ALTER TABLE receipts ADD COLUMN network TEXT NOT NULL DEFAULT '';
ALTER TABLE receipts ADD COLUMN rate TEXT NOT NULL DEFAULT '';
ALTER TABLE receipts ADD COLUMN country TEXT NOT NULL DEFAULT '';

ALTER TABLE inbound ADD COLUMN witness TEXT NOT NULL DEFAULT 'smpp';

CREATE TABLE queries (
    part_id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    query_id TEXT NOT NULL,
    accepted_at_us INTEGER NOT NULL,
    due_at_us INTEGER NOT NULL,
    asked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX queries_due ON queries (profile, due_at_us);
"""

_BULK = """
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    file_name TEXT NOT NULL,
    header TEXT NOT NULL,
    settings TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE job_rows (
    id INTEGER PRIMARY KEY,
    cells TEXT NOT NULL,
    verdict TEXT NOT NULL,
    recipient TEXT NOT NULL,
    parts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    message_id INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX job_rows_waiting ON job_rows (id) WHERE verdict = 'accepted' AND message_id = 0;

CREATE TABLE opt_outs (
    number TEXT PRIMARY KEY,
    at_us INTEGER NOT NULL,
    said_by TEXT NOT NULL,
    evidence TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE messages ADD COLUMN job_row INTEGER NOT NULL DEFAULT 0;
"""

_OWN_IDS = """
CREATE INDEX attempts_unknown_by_own_id ON attempts (own_id) WHERE own_id <> '' AND state = 'unknown';
"""

_PATIENCE = """
ALTER TABLE queries ADD COLUMN ending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queries ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
"""

_INBOUND_IDS = """
ALTER TABLE inbound ADD COLUMN provider_id TEXT NOT NULL DEFAULT '';
ALTER TABLE inbound ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inbound_by_provider_id ON inbound (provider_id) WHERE provider_id <> '';
"""

_OPT_OUT_ENTRIES = """
CREATE TABLE opt_out_entries (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    sender TEXT NOT NULL,
    kind TEXT NOT NULL,
    said_at_us INTEGER NOT NULL,
    source TEXT NOT NULL,
    said_by TEXT NOT NULL,
    evidence TEXT NOT NULL,
    message_id TEXT NOT NULL,
    entered_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX opt_out_entries_by_number ON opt_out_entries (number);

CREATE TABLE opted_out (
    number TEXT NOT NULL,
    sender TEXT NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (number, sender)
) STRICT, WITHOUT ROWID;

INSERT INTO opt_out_entries
    (number, sender, kind, said_at_us, source, said_by, evidence, message_id, entered_at_us)
    SELECT number, '', 'out', at_us, 'hand', said_by, evidence, '', at_us FROM opt_outs
    ORDER BY at_us, number;
INSERT INTO opted_out SELECT number, sender, id FROM opt_out_entries;
DROP TABLE opt_outs;

ALTER TABLE messages ADD COLUMN despite_opt_out INTEGER NOT NULL DEFAULT 0;
"""

# For the question who got nearly the same text lately, and for what a list may cost.
_RECENT = """
CREATE INDEX messages_by_recipient ON messages (recipient, created_at_us);
CREATE INDEX receipts_with_rate ON receipts (received_at_us) WHERE rate <> '';
"""

# What is held stands apart in the index, so that who looks for what may leave does not pass over it.
_HELD_APART = """
ALTER TABLE parts ADD COLUMN hold_until_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE parts ADD COLUMN bulk INTEGER NOT NULL DEFAULT 0;
UPDATE parts SET (hold_until_us, bulk) =
    (SELECT m.hold_until_us, m.job_row <> 0 FROM messages m WHERE m.id = parts.id >> 8)
    WHERE submit NOT IN ('accepted', 'refused');
DROP INDEX parts_queued;
CREATE INDEX parts_queued ON parts (bulk, hold_until_us) WHERE submit = 'queued';
"""

# A count for each job and state, because counting a million messages takes a third of a second each time.
_JOB_STATES = """
CREATE TABLE job_states (
    job_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (job_id, state)
) STRICT, WITHOUT ROWID;
INSERT INTO job_states SELECT r.id >> 32, m.state, count(*) FROM job_rows r
    JOIN messages m ON m.id = r.message_id WHERE r.message_id > 0 GROUP BY 1, 2;
CREATE INDEX job_rows_stopped ON job_rows (id) WHERE message_id = -1;
"""

_JOB_FAMILIES = """
CREATE TABLE job_families (
    job_id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL,
    root_id INTEGER NOT NULL,
    origin TEXT NOT NULL
) STRICT;
CREATE INDEX job_families_by_root ON job_families (root_id);
CREATE INDEX job_families_by_parent ON job_families (parent_id);
"""

_JOB_TIMES = """
ALTER TABLE jobs ADD COLUMN start_at_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN start_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE job_rows ADD COLUMN due_at_us INTEGER NOT NULL DEFAULT 0;
CREATE INDEX job_rows_parked ON job_rows (id >> 32, due_at_us) WHERE message_id = -2;
"""

_LIST_MAPPINGS = """
CREATE TABLE list_mappings (
    fingerprint TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    saved_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

_THREADS = """
CREATE TABLE threads (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    theirs TEXT NOT NULL,
    ours TEXT NOT NULL,
    their_address TEXT NOT NULL,
    our_address TEXT NOT NULL,
    last_at_us INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    tray TEXT NOT NULL DEFAULT 'open',
    snoozed_until_us INTEGER NOT NULL DEFAULT 0,
    preview TEXT NOT NULL DEFAULT '',
    merged_into INTEGER NOT NULL DEFAULT 0,
    UNIQUE (profile, theirs, ours)
) STRICT;
CREATE TABLE inbound_readings (
    inbound_id INTEGER PRIMARY KEY,
    word TEXT NOT NULL
) STRICT;
CREATE INDEX threads_listed ON threads (tray, last_at_us, id) WHERE merged_into = 0;
CREATE INDEX threads_unread ON threads (unread) WHERE unread > 0;
CREATE INDEX threads_snoozed ON threads (snoozed_until_us) WHERE snoozed_until_us > 0;
CREATE INDEX threads_merged ON threads (merged_into) WHERE merged_into > 0;

ALTER TABLE inbound ADD COLUMN thread_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbound ADD COLUMN reference_bits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbound ADD COLUMN reference INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbound ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbound ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbound ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inbound_by_thread ON inbound (thread_id, received_at_us, id);
CREATE INDEX inbound_unfiled ON inbound (id) WHERE thread_id = 0;
CREATE INDEX inbound_by_reference ON inbound (thread_id, reference_bits, reference, total, received_at_us)
    WHERE total > 0;
"""

_REFUSALS = """
CREATE TABLE refusals (
    inbound_id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    word TEXT NOT NULL,
    language TEXT NOT NULL,
    exact INTEGER NOT NULL,
    decision TEXT NOT NULL DEFAULT 'undecided',
    decided_at_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX refusals_undecided ON refusals (inbound_id) WHERE decision = 'undecided';
"""

# folded: the name or title to compare and order by, because SQLite knows no capitals beyond ASCII.
_PEOPLE = """
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    changed_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_by_name ON contacts (folded, id);
CREATE TABLE contact_parties (
    party TEXT PRIMARY KEY,
    contact_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_parties_by_contact ON contact_parties (contact_id);

CREATE TABLE thread_notes (
    id INTEGER PRIMARY KEY,
    thread_id INTEGER NOT NULL,
    written_at_us INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX thread_notes_by_thread ON thread_notes (thread_id, written_at_us, id);

CREATE TABLE quick_texts (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
) STRICT;
"""

# The index of all texts (storage/search_index.py). Nothing is kept of a text but where its letters stand.
_SEARCH = """
CREATE VIRTUAL TABLE search_ours USING fts5(
    number, body, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE search_theirs USING fts5(
    number, body, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
CREATE TABLE search_progress (
    side TEXT PRIMARY KEY,
    upto INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO search_progress VALUES ('ours', 0), ('theirs', 0);
CREATE TABLE search_again (inbound_id INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER reading_chosen AFTER INSERT ON inbound_readings BEGIN
    INSERT OR IGNORE INTO search_again VALUES (new.inbound_id);
END;
CREATE TRIGGER reading_dropped AFTER DELETE ON inbound_readings BEGIN
    INSERT OR IGNORE INTO search_again VALUES (old.inbound_id);
END;
"""

_AUTO_REPLIES = """
CREATE TABLE auto_replies (
    inbound_id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX auto_replies_by_number ON auto_replies (number, at_us);
CREATE TABLE auto_reply_trips (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    profile TEXT NOT NULL,
    tripped_at_us INTEGER NOT NULL,
    inbound_id INTEGER NOT NULL,
    reset_at_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX auto_reply_trips_by_number ON auto_reply_trips (number, reset_at_us);
"""

STEPS: tuple[Step, ...] = (
    Step("spine", _SPINE),
    Step("rest", _REST),
    Step("bulk", _BULK),
    Step("own ids", _OWN_IDS),
    Step("patience", _PATIENCE),
    Step("inbound ids", _INBOUND_IDS),
    Step("opt-out entries", _OPT_OUT_ENTRIES),
    Step("recent sends", _RECENT),
    Step("held apart", _HELD_APART),
    Step("job states", _JOB_STATES),
    Step("job families", _JOB_FAMILIES),
    Step("job times", _JOB_TIMES),
    Step("list mappings", _LIST_MAPPINGS),
    Step("threads", _THREADS),
    Step("refusals", _REFUSALS),
    Step("people", _PEOPLE),
    Step("search", _SEARCH),
    Step("automatic answers", _AUTO_REPLIES),
)
