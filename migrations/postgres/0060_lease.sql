-- What one node does for all: who does it, and until when, by the database's clock. The fence grows with every new holder; whatever a
-- holder writes is written only while its fence stands here.
CREATE TABLE lease (
    duty     TEXT NOT NULL PRIMARY KEY,
    holder   TEXT NOT NULL,
    fence    BIGINT NOT NULL CHECK (fence > 0),
    until_at BIGINT NOT NULL
);
