"""The rows that every peer shows, and how it counts them: as the wall does, in all and by field."""

import os
import sqlite3

ROWS = os.environ["ROWS"]
# Seconds between two looks: what a peer that polls is set to.
EVERY_S = 1

RECEIVED = "SELECT count(*) AS received FROM dossier"
BY_FIELD = """SELECT field, count(*) AS received, sum(outcome IN ('early', 'on_time')) AS in_time,
    sum(outcome = 'late') AS late, sum(ended_day IS NULL) AS open FROM dossier GROUP BY field ORDER BY field"""


def counted():
    """The sum of all dossiers, and a line for each field: name, received, in time, late, open."""
    rows = sqlite3.connect(f"file:{ROWS}?mode=ro", uri=True)
    try:
        return rows.execute(RECEIVED).fetchone()[0], rows.execute(BY_FIELD).fetchall()
    finally:
        rows.close()
