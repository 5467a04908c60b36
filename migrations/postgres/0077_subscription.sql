-- Who wants to be told of changes of a dossier: an address, sealed under a key of its own with the secret of its links, found by a keyed
-- hash. Nothing is sent to it but the request to confirm until its owner has confirmed it.
CREATE TABLE subscription (
    id           BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id   BIGINT NOT NULL REFERENCES dossier (id),
    channel      TEXT NOT NULL CHECK (channel IN ('mail', 'phone')),
    lang         TEXT NOT NULL CHECK (lang IN ('vi', 'en')),
    address_hash TEXT NOT NULL,
    token_hash   TEXT NOT NULL UNIQUE,
    wrapped_key  BYTEA NOT NULL,
    sealed       BYTEA NOT NULL,
    key_number   BIGINT NOT NULL,
    wrong_tries  BIGINT NOT NULL DEFAULT 0,
    made_at      BIGINT NOT NULL,
    confirmed_at BIGINT
);
CREATE INDEX subscription_dossier ON subscription (dossier_id);
CREATE INDEX subscription_address ON subscription (address_hash);
CREATE INDEX subscription_unconfirmed ON subscription (made_at) WHERE confirmed_at IS NULL;

-- How often somebody asked to be told in an hour: of a dossier, of an address, from a network, in all, each by a keyed hash. Rows are
-- dropped after a day.
CREATE TABLE subscription_flow (
    hour        BIGINT NOT NULL,
    origin_hash TEXT NOT NULL,
    requests    BIGINT NOT NULL CHECK (requests > 0),
    PRIMARY KEY (hour, origin_hash)
);

-- Letters beside those to applicants: to whoever wants to be told of a dossier (without an event: the request to confirm), and to the
-- sender of a message that was answered. To whom stands sealed with the subscription or the message.
CREATE TABLE letter (
    id              BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    subscription_id BIGINT REFERENCES subscription (id) ON DELETE CASCADE,
    event_sequence  BIGINT,
    feedback_id     BIGINT REFERENCES feedback (id),
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'nobody', 'cancelled', 'dead')),
    next_at         BIGINT NOT NULL,
    tries           BIGINT NOT NULL DEFAULT 0,
    ended_at        BIGINT,
    fault           TEXT,
    CHECK ((subscription_id IS NULL) = (feedback_id IS NOT NULL)),
    CHECK (event_sequence IS NULL OR subscription_id IS NOT NULL),
    UNIQUE (subscription_id, event_sequence),
    UNIQUE (feedback_id)
);
CREATE INDEX letter_waiting ON letter (next_at) WHERE state = 'waiting';
CREATE INDEX letter_dead ON letter (id) WHERE state = 'dead';
CREATE INDEX letter_ended ON letter (ended_at) WHERE ended_at IS NOT NULL;
