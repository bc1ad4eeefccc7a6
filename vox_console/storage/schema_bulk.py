"""Tables of bulk jobs and of the register of who wants no messages. See :mod:`.schema`."""

from __future__ import annotations

BULK = """
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

OPT_OUT_ENTRIES = """
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

# A count for each job and state, because counting a million messages takes a third of a second each time.
JOB_STATES = """
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

JOB_FAMILIES = """
CREATE TABLE job_families (
    job_id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL,
    root_id INTEGER NOT NULL,
    origin TEXT NOT NULL
) STRICT;
CREATE INDEX job_families_by_root ON job_families (root_id);
CREATE INDEX job_families_by_parent ON job_families (parent_id);
"""

JOB_TIMES = """
ALTER TABLE jobs ADD COLUMN start_at_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN start_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE job_rows ADD COLUMN due_at_us INTEGER NOT NULL DEFAULT 0;
CREATE INDEX job_rows_parked ON job_rows (id >> 32, due_at_us) WHERE message_id = -2;
"""

LIST_MAPPINGS = """
CREATE TABLE list_mappings (
    fingerprint TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    saved_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

JOB_MENDS = """
CREATE TABLE job_mends (
    id INTEGER PRIMARY KEY,
    columns TEXT NOT NULL
) STRICT;
"""

JOB_RECENTS = """
ALTER TABLE jobs ADD COLUMN recent_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN recents_asked_us INTEGER NOT NULL DEFAULT 0;
"""

# For counting what may be sent again of a job, which would else read all of its million rows.
JOB_AGAIN = """
CREATE INDEX messages_over ON messages (job_row) WHERE job_row <> 0
    AND state IN ('refused', 'undeliverable', 'rejected', 'expired', 'deleted', 'draft');
CREATE INDEX job_rows_left_out ON job_rows (id) WHERE verdict <> 'accepted';
"""
