"""Tables and indexes of what is sent and what is said of it. See :mod:`.schema`."""

from __future__ import annotations

SPINE = """
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

REST = """
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

OWN_IDS = """
CREATE INDEX attempts_unknown_by_own_id ON attempts (own_id) WHERE own_id <> '' AND state = 'unknown';
"""

PATIENCE = """
ALTER TABLE queries ADD COLUMN ending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queries ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
"""

# For the question who got nearly the same text lately, and for what a list may cost.
RECENT = """
CREATE INDEX messages_by_recipient ON messages (recipient, created_at_us);
CREATE INDEX receipts_with_rate ON receipts (received_at_us) WHERE rate <> '';
"""

# What is held stands apart in the index, so that who looks for what may leave does not pass over it.
HELD_APART = """
ALTER TABLE parts ADD COLUMN hold_until_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE parts ADD COLUMN bulk INTEGER NOT NULL DEFAULT 0;
UPDATE parts SET (hold_until_us, bulk) =
    (SELECT m.hold_until_us, m.job_row <> 0 FROM messages m WHERE m.id = parts.id >> 8)
    WHERE submit NOT IN ('accepted', 'refused');
DROP INDEX parts_queued;
CREATE INDEX parts_queued ON parts (bulk, hold_until_us) WHERE submit = 'queued';
"""

# What a person decided about messages of unknown fate; of each message at most one decision holds.
VERDICTS = """
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    again_id INTEGER NOT NULL DEFAULT 0,
    given_at_us INTEGER NOT NULL,
    undone_at_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX verdicts_that_hold ON verdicts (message_id) WHERE undone_at_us = 0;
CREATE INDEX verdicts_by_message ON verdicts (message_id);
CREATE INDEX verdicts_by_again ON verdicts (again_id) WHERE again_id <> 0;
CREATE INDEX messages_unknown ON messages (id) WHERE state = 'unknown';
"""

# What a person gave to messages of the receipts that match none, with what the part was before and after.
ADOPTIONS = """
CREATE TABLE adoptions (
    id INTEGER PRIMARY KEY,
    receipt_id INTEGER NOT NULL,
    part_id INTEGER NOT NULL,
    given_at_us INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undone_at_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX adoptions_by_receipt ON adoptions (receipt_id);
CREATE INDEX orphan_keys_by_receipt ON orphan_keys (receipt_id);
"""
