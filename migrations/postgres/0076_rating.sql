-- A rating that is open: whoever has the secret may give it once. The dossier stands here by a keyed mark alone.
CREATE TABLE rating_ticket (
    mark        TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    until_at    BIGINT NOT NULL
);
CREATE INDEX rating_ticket_until ON rating_ticket (until_at);

-- The dossiers that were rated, each by a keyed mark: no time, no order, no rating.
CREATE TABLE rating_mark (
    mark TEXT NOT NULL PRIMARY KEY
);

-- The ratings: how many of each kind on a local day (yyyymmdd). One rating is no row of its own, so none has a time or an order.
CREATE TABLE rating_count (
    day       BIGINT NOT NULL,
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    score     TEXT NOT NULL CHECK (score IN ('very_satisfied', 'satisfied', 'neutral', 'dissatisfied')),
    ratings   BIGINT NOT NULL CHECK (ratings > 0),
    PRIMARY KEY (day, agency_id, score)
);
