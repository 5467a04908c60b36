-- A wall that managers keep: what people call it and where it hangs, of which fields (numbers with commas; blank: all), how long a
-- page stays (0: as the server is set), its size in inches and the distance it is read from in decimetres (0: not said).
-- A paired wall is shown by the one screen whose secret has this hash. held_at: its figures stay as they were then.
ALTER TABLE screen ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE screen ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE screen ADD COLUMN fields TEXT NOT NULL DEFAULT '';
ALTER TABLE screen ADD COLUMN slot_s BIGINT NOT NULL DEFAULT 0 CHECK (slot_s >= 0);
ALTER TABLE screen ADD COLUMN diagonal_in BIGINT NOT NULL DEFAULT 0 CHECK (diagonal_in >= 0);
ALTER TABLE screen ADD COLUMN read_from_dm BIGINT NOT NULL DEFAULT 0 CHECK (read_from_dm >= 0);
ALTER TABLE screen ADD COLUMN is_paired BIGINT NOT NULL DEFAULT 0 CHECK (is_paired IN (0, 1));
ALTER TABLE screen ADD COLUMN token_hash TEXT;
ALTER TABLE screen ADD COLUMN paired_at BIGINT;
ALTER TABLE screen ADD COLUMN reloads BIGINT NOT NULL DEFAULT 0 CHECK (reloads >= 0);
ALTER TABLE screen ADD COLUMN identify_until BIGINT;
ALTER TABLE screen ADD COLUMN held_at BIGINT;
CREATE UNIQUE INDEX screen_token ON screen (token_hash);

-- The public boards that a held wall goes on showing.
CREATE TABLE screen_hold (
    screen  TEXT NOT NULL PRIMARY KEY,
    held_at BIGINT NOT NULL,
    boards  TEXT NOT NULL
);
