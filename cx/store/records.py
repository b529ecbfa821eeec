"""Tables without a CSV file: the history, what uploads leave behind, and what happens in the rooms of the workshop."""

from __future__ import annotations

WORKSHOP_RECORDS = (
    """CREATE TABLE workshop_room (
        room_id VARCHAR PRIMARY KEY, code VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, host_hash VARCHAR NOT NULL,
        rehearsal BOOLEAN NOT NULL, content VARCHAR NOT NULL, content_hash VARCHAR NOT NULL, opened_at TIMESTAMP NOT NULL,
        seal VARCHAR)""",
    """CREATE TABLE workshop_step (
        room_id VARCHAR NOT NULL, number BIGINT NOT NULL, step VARCHAR NOT NULL, position INTEGER NOT NULL,
        happened_at TIMESTAMP NOT NULL, note VARCHAR, PRIMARY KEY (room_id, number))""",
    """CREATE TABLE workshop_setting (
        room_id VARCHAR NOT NULL, number BIGINT NOT NULL, name VARCHAR NOT NULL, item_id VARCHAR NOT NULL, value VARCHAR NOT NULL,
        happened_at TIMESTAMP NOT NULL, PRIMARY KEY (room_id, number))""",
    """CREATE TABLE workshop_person (
        person_id VARCHAR PRIMARY KEY, room_id VARCHAR NOT NULL, pseudonym VARCHAR NOT NULL, token_hash VARCHAR NOT NULL UNIQUE,
        simulated BOOLEAN NOT NULL, joined_at TIMESTAMP NOT NULL)""",
    """CREATE TABLE workshop_mark (
        mark_id VARCHAR PRIMARY KEY, room_id VARCHAR NOT NULL, number BIGINT NOT NULL, part VARCHAR NOT NULL, item_id VARCHAR NOT NULL,
        person_id VARCHAR NOT NULL, sealed VARCHAR NOT NULL, complete BOOLEAN NOT NULL, blind BOOLEAN NOT NULL,
        marked_at TIMESTAMP NOT NULL, form INTEGER)""",
    """CREATE TABLE workshop_shown (
        room_id VARCHAR NOT NULL, part VARCHAR NOT NULL, item_id VARCHAR NOT NULL, person_id VARCHAR NOT NULL, value DOUBLE,
        blind BOOLEAN NOT NULL, marked_at TIMESTAMP NOT NULL)""",
    """CREATE TABLE workshop_decision (
        decision_id VARCHAR PRIMARY KEY, room_id VARCHAR NOT NULL, number BIGINT NOT NULL, item_id VARCHAR NOT NULL,
        content VARCHAR NOT NULL, supersedes VARCHAR, decided_at TIMESTAMP NOT NULL)""",
)
"""What happens in the rooms of the workshop; append-only, except `workshop_shown`: what was revealed, written again at every
reveal, its `person_id` a number that is drawn for each question. A mark of form 2 has a keyed name in place of its `person_id`.
When a room is closed, its results are written to `scores`, `ballots`, `decisions` and `ratings`, and its marks go."""

CODING_RECORDS = (
    """CREATE TABLE coding_sample (
        interview_id VARCHAR PRIMARY KEY, seed BIGINT NOT NULL, lines BIGINT NOT NULL, seal VARCHAR NOT NULL,
        first_coder VARCHAR NOT NULL, second_coder VARCHAR, opened_at TIMESTAMP NOT NULL, is_done BOOLEAN NOT NULL)""",
    """CREATE TABLE coding_sealed (
        interview_id VARCHAR NOT NULL, part VARCHAR NOT NULL, sealed VARCHAR NOT NULL, PRIMARY KEY (interview_id, part))""",
)
"""Interviews that two people code without seeing one another: the drawn lines and what each noted, sealed. Once the findings are
stored both rows go; what stays of it stands in `codings`, without any line."""

FROZEN_RECORDS = (
    """CREATE TABLE frozen_round (
        round_id VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, frozen_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL,
        method_version VARCHAR NOT NULL)""",
    """CREATE TABLE frozen_table (
        round_id VARCHAR NOT NULL, table_name VARCHAR NOT NULL, part VARCHAR NOT NULL, rows BIGINT NOT NULL, numbers VARCHAR NOT NULL,
        whole VARCHAR NOT NULL, PRIMARY KEY (round_id, table_name, part))""",
    "CREATE TABLE frozen_content (whole VARCHAR PRIMARY KEY, content BLOB NOT NULL)",
    """CREATE TABLE frozen_erased (
        round_id VARCHAR NOT NULL, happened_at TIMESTAMP NOT NULL, action VARCHAR NOT NULL, tables VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL)""",
)
"""Frozen rounds (`cx.store.frozen`): what a round rested on, a compressed CSV file for each table, or part of one, which rounds
share where they are equal. Written once; only erasing changes them, and says so in `frozen_erased`, with the hash from before."""

RECORDS = (
    "CREATE TABLE workspace_meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
    """CREATE TABLE audit_log (
        audit_id BIGINT PRIMARY KEY, happened_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL, action VARCHAR NOT NULL,
        source VARCHAR, sha256 VARCHAR, rows_new BIGINT NOT NULL, rows_changed BIGINT NOT NULL,
        rows_removed BIGINT NOT NULL, undoes BIGINT)""",
    """CREATE TABLE audit_rows (
        audit_id BIGINT NOT NULL, table_name VARCHAR NOT NULL, before VARCHAR USING COMPRESSION zstd,
        after VARCHAR USING COMPRESSION zstd)""",
    """CREATE TABLE reading_memory (
        fingerprint VARCHAR NOT NULL, kind VARCHAR NOT NULL, file VARCHAR NOT NULL, header VARCHAR NOT NULL,
        reading VARCHAR NOT NULL, who VARCHAR NOT NULL, remembered_at TIMESTAMP NOT NULL, PRIMARY KEY (fingerprint, kind))""",
    """CREATE TABLE set_aside (
        set_aside_id BIGINT PRIMARY KEY, file VARCHAR NOT NULL, rows BIGINT NOT NULL, content VARCHAR NOT NULL, who VARCHAR NOT NULL,
        happened_at TIMESTAMP NOT NULL)""",
    *WORKSHOP_RECORDS,
    *CODING_RECORDS,
    *FROZEN_RECORDS,
)
"""Tables without a CSV file. The audit tables are append-only. Records of rows are much alike, and the engine's own choice of a
compression takes three times as long to write them and ten times the room."""
