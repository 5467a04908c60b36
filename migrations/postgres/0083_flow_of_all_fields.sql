-- The sum of all fields (field_id 0) is kept for months and years, too, as it is for days: chart and comparison of the centre then read
-- one row for each bucket instead of one for each field.
INSERT INTO flow_counter
SELECT agency_id, bucket, 0, sum(received_online), sum(received_direct), sum(early), sum(on_time), sum(late), sum(withdrawn),
       sum(ineligible), sum(refused)
FROM flow_counter WHERE bucket % 100 = 0 AND field_id <> 0 GROUP BY agency_id, bucket;

-- The three functions stay as they are but for the two buckets that each moment also counts in.
DO $$
DECLARE
    months CONSTANT TEXT := '(f.day / 100 * 100, f.field_id)';
    name TEXT;
    text TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['dossier_inserted', 'dossier_updated', 'dossier_deleted'] LOOP
        text := pg_get_functiondef(name::regproc);
        IF position(months IN text) = 0 THEN
            RAISE EXCEPTION 'the function % does not count months by field', name;
        END IF;
        EXECUTE replace(text, months, months || ', (f.day / 100 * 100, 0::BIGINT), (f.day / 10000 * 10000, 0::BIGINT)');
    END LOOP;
END $$;
