-- Who wants to be told of changes of a dossier: an address, sealed under a key of its own with the secret of its links, found by a keyed
-- hash. Nothing is sent to it but the request to confirm until its owner has confirmed it.
CREATE TABLE subscription (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id   INTEGER NOT NULL REFERENCES dossier (id),
    channel      TEXT NOT NULL CHECK (channel IN ('mail', 'phone')),
    lang         TEXT NOT NULL CHECK (lang IN ('vi', 'en')),
    address_hash TEXT NOT NULL,
    token_hash   TEXT NOT NULL UNIQUE,
    wrapped_key  BLOB NOT NULL,
    sealed       BLOB NOT NULL,
    key_number   INTEGER NOT NULL,
    wrong_tries  INTEGER NOT NULL DEFAULT 0,
    made_at      INTEGER NOT NULL,
    confirmed_at INTEGER
) STRICT;
CREATE INDEX subscription_dossier ON subscription (dossier_id);
CREATE INDEX subscription_address ON subscription (address_hash);
CREATE INDEX subscription_unconfirmed ON subscription (made_at) WHERE confirmed_at IS NULL;

-- How often somebody asked to be told in an hour: of a dossier, of an address, from a network, in all, each by a keyed hash. Rows are
-- dropped after a day.
CREATE TABLE subscription_flow (
    hour        INTEGER NOT NULL,
    origin_hash TEXT NOT NULL,
    requests    INTEGER NOT NULL CHECK (requests > 0),
    PRIMARY KEY (hour, origin_hash)
) STRICT, WITHOUT ROWID;

-- Letters beside those to applicants: to whoever wants to be told of a dossier (without an event: the request to confirm), and to the
-- sender of a message that was answered. To whom stands sealed with the subscription or the message.
CREATE TABLE letter (
    id              INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    subscription_id INTEGER REFERENCES subscription (id) ON DELETE CASCADE,
    event_sequence  INTEGER,
    feedback_id     INTEGER REFERENCES feedback (id),
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'nobody', 'cancelled', 'dead')),
    next_at         INTEGER NOT NULL,
    tries           INTEGER NOT NULL DEFAULT 0,
    ended_at        INTEGER,
    fault           TEXT,
    CHECK ((subscription_id IS NULL) = (feedback_id IS NOT NULL)),
    CHECK (event_sequence IS NULL OR subscription_id IS NOT NULL),
    UNIQUE (subscription_id, event_sequence),
    UNIQUE (feedback_id)
) STRICT;
CREATE INDEX letter_waiting ON letter (next_at) WHERE state = 'waiting';
CREATE INDEX letter_dead ON letter (id) WHERE state = 'dead';
CREATE INDEX letter_ended ON letter (ended_at) WHERE ended_at IS NOT NULL;
