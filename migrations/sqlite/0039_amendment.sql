-- What an amendment changed of a reception: both sides, as JSON. Nothing personal: which of the applicant's data, never their values.
ALTER TABLE event ADD COLUMN amendment TEXT;
-- Where the managers' figures of amended and annulled receptions are found.
CREATE INDEX event_reception ON event (recorded_at) WHERE kind IN ('amend', 'annul');
