-- The number of a slip: how many digits it has, and how many wrong ones were tried for it. A short one is closed by too many until the
-- slip is issued anew.
ALTER TABLE slip ADD COLUMN pin_digits BIGINT NOT NULL DEFAULT 6 CHECK (pin_digits > 0);
ALTER TABLE slip ADD COLUMN wrong_tries BIGINT NOT NULL DEFAULT 0 CHECK (wrong_tries >= 0);
