-- Written to find out whether a disk that was full takes writes again; holds nothing else.
CREATE TABLE write_probe (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    content BLOB NOT NULL
) STRICT;
