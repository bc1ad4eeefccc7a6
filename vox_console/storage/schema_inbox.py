"""Tables of conversations: who writes, what is answered by itself, and the search. See :mod:`.schema`."""

from __future__ import annotations

INBOUND_IDS = """
ALTER TABLE inbound ADD COLUMN provider_id TEXT NOT NULL DEFAULT '';
ALTER TABLE inbound ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inbound_by_provider_id ON inbound (provider_id) WHERE provider_id <> '';
"""

THREADS = """
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

REFUSALS = """
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
PEOPLE = """
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
SEARCH = """
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

# kind: what a person is asked. late: it was read long after it came, when old parts were filed.
REVIEWS = """
ALTER TABLE refusals ADD COLUMN kind TEXT NOT NULL DEFAULT 'refusal';
ALTER TABLE refusals ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
"""

AUTO_REPLIES = """
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
