-- The secrets of a slip, sealed, until the local day on which it was issued is over (ms): whoever prints it again on that day prints
-- the same. After that they are blank, and only their hashes are kept.
ALTER TABLE slip ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';
ALTER TABLE slip ADD COLUMN sealed_until INTEGER;
CREATE INDEX slip_sealed ON slip (sealed_until) WHERE sealed_until IS NOT NULL;

-- What a person is called beside their name, as papers have it; blank: nothing.
ALTER TABLE account ADD COLUMN title TEXT NOT NULL DEFAULT '';
