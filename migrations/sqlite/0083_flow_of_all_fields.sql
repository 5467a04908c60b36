-- The sum of all fields (field_id 0) is kept for months and years, too, as it is for days: chart and comparison of the centre then read
-- one row for each bucket instead of one for each field.
INSERT INTO flow_counter
SELECT agency_id, bucket, 0, sum(received_online), sum(received_direct), sum(early), sum(on_time), sum(late), sum(withdrawn),
       sum(ineligible), sum(refused)
FROM flow_counter WHERE bucket % 100 = 0 AND field_id <> 0 GROUP BY agency_id, bucket;

DROP TRIGGER counted_received_put;
CREATE TRIGGER counted_received_put INSTEAD OF INSERT ON counted_received WHEN NEW.received_day IS NOT NULL
BEGIN
    INSERT INTO flow_counter
    SELECT a.is_agency * NEW.agency_id, b.bucket, f.field_id,
           NEW.times * (NEW.channel = 'online'), NEW.times * (NEW.channel <> 'online'), 0, 0, 0, 0, 0, 0
    FROM counting AS a,
         (SELECT NEW.received_day AS bucket
          UNION ALL SELECT NEW.received_day / 100 * 100
          UNION ALL SELECT NEW.received_day / 10000 * 10000) AS b,
         (SELECT NEW.field_id AS field_id UNION ALL SELECT 0) AS f
    WHERE a.counted_in = NEW.counted_in
    ON CONFLICT DO UPDATE SET received_online = received_online + excluded.received_online,
                              received_direct = received_direct + excluded.received_direct;
END;

DROP TRIGGER counted_ended_put;
CREATE TRIGGER counted_ended_put INSTEAD OF INSERT ON counted_ended
WHEN NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused')
BEGIN
    INSERT INTO flow_counter
    SELECT a.is_agency * NEW.agency_id, b.bucket, f.field_id, 0, 0,
           NEW.times * coalesce(NEW.outcome = 'early', 0),
           NEW.times * coalesce(NEW.outcome = 'on_time', 0),
           NEW.times * coalesce(NEW.outcome = 'late', 0),
           NEW.times * (NEW.end_reason = 'withdrawn'),
           NEW.times * (NEW.end_reason = 'ineligible'),
           NEW.times * (NEW.end_reason = 'refused')
    FROM counting AS a,
         (SELECT NEW.ended_day AS bucket
          UNION ALL SELECT NEW.ended_day / 100 * 100
          UNION ALL SELECT NEW.ended_day / 10000 * 10000) AS b,
         (SELECT NEW.field_id AS field_id UNION ALL SELECT 0) AS f
    WHERE a.counted_in = NEW.counted_in
    ON CONFLICT DO UPDATE SET early = early + excluded.early,
                              on_time = on_time + excluded.on_time,
                              late = late + excluded.late,
                              withdrawn = withdrawn + excluded.withdrawn,
                              ineligible = ineligible + excluded.ineligible,
                              refused = refused + excluded.refused;
END;
