-- What is or was wrong with the walls and what they stand on. value and threshold are in the unit of the kind.
CREATE TABLE alarm (
    id          BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    value       BIGINT NOT NULL,
    threshold   BIGINT NOT NULL,
    since       BIGINT NOT NULL,
    seen_at     BIGINT NOT NULL,
    ended_at    BIGINT,
    muted_until BIGINT,
    muted_by    TEXT,
    told_at     BIGINT
);
CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX alarm_ended ON alarm (ended_at) WHERE ended_at IS NOT NULL;

-- What is to be told of alarms outside: once when one begins, again while it lasts, once when it ends.
CREATE TABLE alarm_message (
    id       BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    alarm_id BIGINT NOT NULL REFERENCES alarm (id),
    moment   TEXT NOT NULL CHECK (moment IN ('began', 'lasts', 'ended')),
    way      TEXT NOT NULL CHECK (way IN ('webhook', 'mail')),
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
    made_at  BIGINT NOT NULL,
    next_at  BIGINT NOT NULL,
    tries    BIGINT NOT NULL DEFAULT 0,
    fault    TEXT
);
CREATE INDEX alarm_message_waiting ON alarm_message (next_at) WHERE state = 'waiting';

-- When a named wall was last seen, by whichever server it hangs on.
CREATE TABLE screen_seen (
    screen  TEXT NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);
