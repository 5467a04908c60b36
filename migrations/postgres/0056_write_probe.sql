-- Written to find out whether a disk that was full takes writes again; holds nothing else.
CREATE TABLE write_probe (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    content BYTEA NOT NULL
);
