-- What was done lately, whoever did it: who reads more than is usual.
CREATE INDEX audit_at ON audit (at);
