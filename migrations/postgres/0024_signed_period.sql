-- Report periods whose figures are signed: what happened in one of them is recorded by a manager only, with a reason.
ALTER TABLE report_period ADD COLUMN signed_at BIGINT;
ALTER TABLE report_period ADD COLUMN signed_by TEXT;
