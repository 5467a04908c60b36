-- What people write to the centre: complaints, reports, suggestions. The sender follows a message by its code and a number of which
-- only a keyed hash is kept. A message without an agency is the whole centre's.
CREATE TABLE feedback (
    id           BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    code         TEXT NOT NULL UNIQUE CHECK (length(code) = 8),
    pin_hash     TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('complaint', 'report', 'suggestion')),
    state        TEXT NOT NULL CHECK (state IN ('received', 'forwarded', 'explained', 'answered')),
    version      BIGINT NOT NULL CHECK (version > 0),
    received_at  BIGINT NOT NULL,
    due_at       BIGINT,
    agency_id    BIGINT REFERENCES agency (id),
    answered_at  BIGINT,
    published_at BIGINT,
    CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
    CHECK (published_at IS NULL OR answered_at IS NOT NULL),
    CHECK (state NOT IN ('forwarded', 'explained') OR agency_id IS NOT NULL)
);
CREATE INDEX feedback_open ON feedback (due_at, id) WHERE answered_at IS NULL;
CREATE INDEX feedback_due ON feedback (due_at, id);
CREATE INDEX feedback_agency ON feedback (agency_id, id);
CREATE INDEX feedback_answered ON feedback (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX feedback_published ON feedback (published_at, id) WHERE published_at IS NOT NULL;

-- What was written of a message, by its sender and by staff: sealed under a key of each entry's own, as it may tell of a person.
CREATE TABLE feedback_entry (
    id          BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    feedback_id BIGINT NOT NULL REFERENCES feedback (id),
    kind        TEXT NOT NULL CHECK (kind IN ('message', 'dossier', 'contact', 'request', 'explanation', 'answer', 'subject')),
    at          BIGINT NOT NULL,
    author      TEXT NOT NULL,
    wrapped_key BYTEA NOT NULL,
    sealed      BYTEA NOT NULL,
    key_number  BIGINT NOT NULL
);
CREATE INDEX feedback_entry_of ON feedback_entry (feedback_id, id);

-- How many messages came from a network in an hour, the network by a keyed hash. Rows are dropped after a day.
CREATE TABLE feedback_flow (
    hour     BIGINT NOT NULL,
    network  TEXT NOT NULL,
    messages BIGINT NOT NULL CHECK (messages > 0),
    PRIMARY KEY (hour, network)
);
