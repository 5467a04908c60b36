-- Since when papers are waited for, and when the applicant was reminded of them.
ALTER TABLE dossier ADD COLUMN papers_asked_at BIGINT;
ALTER TABLE dossier ADD COLUMN reminded_at BIGINT;

UPDATE dossier SET papers_asked_at = (
    SELECT e.occurred_at FROM event e
    WHERE e.dossier_id = dossier.id AND e.kind = 'ask_papers' AND NOT EXISTS (
        SELECT 1 FROM event c WHERE c.dossier_id = e.dossier_id AND c.takes_back = e.sequence
    )
    ORDER BY e.sequence DESC LIMIT 1
) WHERE status = 5 OR (status = 7 AND status_before_withdrawal = 5);

-- Whom to remind, longest waiting first.
CREATE INDEX dossier_papers_asked ON dossier (papers_asked_at, id) WHERE status = 5;
