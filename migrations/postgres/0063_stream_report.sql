-- What a screen told a node on which its stream does not hang, until the node on which it does has read it. One row a stream: the last.
CREATE TABLE stream_report (
    token          TEXT NOT NULL PRIMARY KEY,
    node           TEXT NOT NULL,
    version        BIGINT NOT NULL,
    error          TEXT,
    emergency      BIGINT,
    clock_ahead_ms BIGINT,
    at             BIGINT NOT NULL
);
CREATE INDEX stream_report_node ON stream_report (node);
