-- Who wrote a notice, for which walls, and whether it may be shown. approval: none (not needed), waiting, given, refused.
-- replaces: the notice that leaves the walls when this one comes. A notice without rows in notice_screen is for every wall.
ALTER TABLE notice ADD COLUMN author TEXT NOT NULL DEFAULT 'console';
ALTER TABLE notice ADD COLUMN written_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE notice ADD COLUMN approval TEXT NOT NULL DEFAULT 'none' CHECK (approval IN ('none', 'waiting', 'given', 'refused'));
ALTER TABLE notice ADD COLUMN decided_by TEXT;
ALTER TABLE notice ADD COLUMN decided_at INTEGER;
ALTER TABLE notice ADD COLUMN refusal TEXT;
ALTER TABLE notice ADD COLUMN replaces INTEGER;

CREATE TABLE notice_screen (
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    screen    TEXT NOT NULL,
    PRIMARY KEY (notice_id, screen)
) STRICT, WITHOUT ROWID;

-- Which walls have painted an emergency, and when first.
CREATE TABLE notice_painted (
    notice_id  INTEGER NOT NULL REFERENCES notice (id),
    screen     TEXT NOT NULL,
    painted_at INTEGER NOT NULL,
    PRIMARY KEY (notice_id, screen)
) STRICT, WITHOUT ROWID;
