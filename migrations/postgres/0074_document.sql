-- Documents posted for the public, and forms. A version is never changed; the newest is shown. down_at: when it was taken down.
CREATE TABLE document (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    down_at BIGINT
);

CREATE TABLE document_version (
    document_id BIGINT NOT NULL REFERENCES document (id),
    version     BIGINT NOT NULL CHECK (version > 0),
    title_vi    TEXT NOT NULL,
    title_en    TEXT,
    number      TEXT NOT NULL,
    issued_on   TEXT NOT NULL,
    posted_at   BIGINT NOT NULL,
    size_bytes  BIGINT NOT NULL CHECK (size_bytes > 0),
    sha256      TEXT NOT NULL,
    PRIMARY KEY (document_id, version)
);

-- The file of a version in parts: it is sent part by part, so that no visitor on a slow line holds it in memory.
CREATE TABLE document_part (
    document_id BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    position    BIGINT NOT NULL CHECK (position >= 0),
    content     BYTEA NOT NULL,
    PRIMARY KEY (document_id, version, position),
    FOREIGN KEY (document_id, version) REFERENCES document_version (document_id, version)
);

-- The form of a paper of a procedure, by the paper's Vietnamese name: papers are written anew when a procedure is changed.
CREATE TABLE procedure_form (
    procedure_id BIGINT NOT NULL REFERENCES procedure (id),
    paper_vi     TEXT NOT NULL,
    document_id  BIGINT NOT NULL REFERENCES document (id),
    PRIMARY KEY (procedure_id, paper_vi)
);
