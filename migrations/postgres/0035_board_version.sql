-- Every board as it was published, for whoever asks later what a wall showed. The text is packed against that of base_version
-- (the version itself: packed alone). after_version: the one it took the place of in the same run of the program; 0: the first of
-- a run. The mac is made with the key that seals the events, over the text.
CREATE TABLE board_version (
    scope_agency_id BIGINT NOT NULL CHECK (scope_agency_id >= 0),
    version         BIGINT NOT NULL CHECK (version > 0),
    published_at    BIGINT NOT NULL,
    after_version   BIGINT NOT NULL,
    base_version    BIGINT NOT NULL,
    packed          BYTEA NOT NULL,
    mac             BYTEA,
    PRIMARY KEY (scope_agency_id, version)
);
CREATE INDEX board_version_at ON board_version (scope_agency_id, published_at, version);

-- What a wall was set to, from when on (JSON); none: it was no longer there.
CREATE TABLE screen_past (
    name    TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    setting TEXT,
    PRIMARY KEY (name, from_at)
);

-- When the program was publishing (who is empty), and when a wall of a name was connected to it: from began_at, last seen at seen_at.
CREATE TABLE presence (
    who      TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at  BIGINT NOT NULL,
    PRIMARY KEY (who, began_at)
);
