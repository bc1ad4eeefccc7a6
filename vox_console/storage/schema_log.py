"""What the delivery log is found by. See :mod:`.schema`."""

from __future__ import annotations

# A label is what many messages have in common (account, way, sender, country), so that one narrow index finds
# by any of them and by all together. Messages from before have none (0) until log_labels.py has come to them.
# A minute says between which ids the messages lie that were written in it: with it any time is a range of
# ids, and every index has these in order. Error codes are indexed in one spelling: 34 and 034 are one; what
# usually says that there was no error is not worth an entry.
LOG = """
CREATE TABLE message_labels (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    transport TEXT NOT NULL,
    sender TEXT NOT NULL,
    country TEXT NOT NULL,
    UNIQUE (profile, transport, sender, country)
) STRICT;
ALTER TABLE messages ADD COLUMN label INTEGER NOT NULL DEFAULT 0;
CREATE TABLE label_progress (unlabelled_below INTEGER NOT NULL) STRICT;
INSERT INTO label_progress SELECT coalesce(max(id), 0) + 1 FROM messages;

CREATE TABLE message_minutes (
    minute INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL
) STRICT;
INSERT INTO message_minutes SELECT created_at_us / 60000000, min(id), max(id) FROM messages GROUP BY 1;

CREATE INDEX messages_by_label ON messages (label) WHERE label > 0;
CREATE INDEX messages_by_state ON messages (state);
CREATE INDEX messages_by_job ON messages (job_row >> 32) WHERE job_row <> 0;
CREATE INDEX parts_by_error_code ON parts (ltrim(lower(trim(error_code)), '0'))
    WHERE error_code NOT IN ('', '0', '00', '000', '0000');
"""

# What charts are made of (message_hours.py). Hours are whole ones of UTC, counted since 1970. How long it
# took until a delivery was told is known from here on only.
HOURS = """
CREATE TABLE message_hours (
    hour INTEGER NOT NULL,
    label INTEGER NOT NULL,
    state TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (hour, label, state)
) STRICT, WITHOUT ROWID;
INSERT INTO message_hours
    SELECT created_at_us / 3600000000, label, state, count(*) FROM messages GROUP BY 1, 2, 3;
CREATE TABLE delivery_hours (
    hour INTEGER NOT NULL,
    label INTEGER NOT NULL,
    class INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (hour, label, class)
) STRICT, WITHOUT ROWID;
"""

DAILY_EXPORT = """
CREATE TABLE daily_export (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    body TEXT NOT NULL,
    upto TEXT NOT NULL
) STRICT;
"""

# In plain comparisons, which cost a receipt less than a list that each statement makes anew.
LOG_CODES = """
DROP INDEX parts_by_error_code;
CREATE INDEX parts_by_error_code ON parts (ltrim(lower(trim(error_code)), '0'))
    WHERE error_code <> '' AND error_code <> '000' AND error_code <> '0';
"""
