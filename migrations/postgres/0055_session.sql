-- When the password was given last in a session: what weighs most asks for it again.
ALTER TABLE session ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0;
