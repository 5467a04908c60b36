-- A chain that begins because the key before it is lost, and who said so: what was sealed before cannot be checked any more.
ALTER TABLE seal_chain DROP CONSTRAINT seal_chain_cause_check;
ALTER TABLE seal_chain ADD CONSTRAINT seal_chain_cause_check CHECK (cause IN ('first', 'restored', 'rotated', 'key_lost'));
ALTER TABLE seal_chain ADD COLUMN begun_by TEXT NOT NULL DEFAULT '';

-- While the keys of applicants' data are changed, both secrets open: the new one, and the one before, wrapped by the new master key.
-- Each record knows under which it is sealed; when none is left under the one before, that secret is gone.
ALTER TABLE centre_secret ADD COLUMN number BIGINT NOT NULL DEFAULT 1;
ALTER TABLE centre_secret ADD COLUMN wrapped_before BYTEA;
ALTER TABLE applicant ADD COLUMN key_number BIGINT NOT NULL DEFAULT 1;
ALTER TABLE note ADD COLUMN key_number BIGINT NOT NULL DEFAULT 1;
