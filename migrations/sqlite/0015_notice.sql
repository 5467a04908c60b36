-- What the centre says on its walls beside the figures. priority: notice (a line at the foot), emergency (the whole wall).
-- A notice that is ended early gets the instant as its until_at: what a wall showed can be told from these rows alone.
CREATE TABLE notice (
    id       INTEGER NOT NULL PRIMARY KEY,
    priority TEXT NOT NULL CHECK (priority IN ('notice', 'emergency')),
    text_vi  TEXT NOT NULL,
    text_en  TEXT,
    from_at  INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at >= from_at)
) STRICT;

CREATE INDEX notice_until ON notice (until_at);

CREATE TRIGGER notice_inserted AFTER INSERT ON notice BEGIN UPDATE change SET number = number + 1; END;
CREATE TRIGGER notice_updated AFTER UPDATE ON notice BEGIN UPDATE change SET number = number + 1; END;
CREATE TRIGGER notice_deleted AFTER DELETE ON notice BEGIN UPDATE change SET number = number + 1; END;
