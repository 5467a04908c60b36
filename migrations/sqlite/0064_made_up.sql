-- Stands in a database that `sanh demo` filled with a made-up centre. The demo works on no other: it moves dossiers and sets passwords.
CREATE TABLE made_up (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    since_at INTEGER NOT NULL
) STRICT;
