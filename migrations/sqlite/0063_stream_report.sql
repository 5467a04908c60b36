-- What a screen told a node on which its stream does not hang, until the node on which it does has read it. One row a stream: the last.
CREATE TABLE stream_report (
    token          TEXT NOT NULL PRIMARY KEY,
    node           TEXT NOT NULL,
    version        INTEGER NOT NULL,
    error          TEXT,
    emergency      INTEGER,
    clock_ahead_ms INTEGER,
    at             INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stream_report_node ON stream_report (node);
