-- Counters are kept statement by statement. What a statement moves is summed over its rows first, and each row of a counter is written
-- once, in the order of its key. Before, every dossier moved its counters by itself: of the thirty that share a commit each wrote the
-- same rows of the day, the month and the year anew, and had to find its way past the versions that those before it had left.
DROP TRIGGER dossier_changed ON dossier;
DROP TRIGGER dossier_throughput ON dossier;
DROP TRIGGER dossier_due ON dossier;
DROP FUNCTION dossier_changed();
DROP FUNCTION throughput_changed();
DROP FUNCTION due_changed();
DROP FUNCTION counted_received_put(dossier, BIGINT);
DROP FUNCTION counted_ended_put(dossier, BIGINT);
DROP FUNCTION counted_open_put(dossier, BIGINT);
DROP FUNCTION throughput_received(dossier, BIGINT);
DROP FUNCTION throughput_ended(dossier, BIGINT);
DROP FUNCTION throughput_handed_over(dossier, BIGINT);
DROP FUNCTION throughput_put(dossier, BIGINT, BIGINT, TEXT, BIGINT[]);
DROP FUNCTION working_time_put(dossier, BIGINT, BIGINT, TEXT);
DROP FUNCTION due_put(dossier, BIGINT);

-- One text for three functions: an INSERT has no rows as they were, a DELETE none as they became, and a function that names rows which
-- its trigger does not hand over cannot be run. A dossier counts 1 as it became and -1 as it was; whatever stayed adds up to nothing.
DO $make$
DECLARE
    text CONSTANT TEXT := $function$
CREATE FUNCTION <name>() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rows BIGINT;
    moves_flow BOOLEAN;
    moves_time BOOLEAN;
    moves_standing BOOLEAN;
BEGIN
    SELECT greatest(count(o.id), count(n.id)),
           bool_or((o.counted_in, o.agency_id, o.field_id, o.channel, o.procedure_id, o.received_day, o.received_by,
                    o.ended_day, o.ended_by, o.end_reason, o.outcome, o.first_late, o.handled_min, o.handed_over_day, o.handed_over_by)
                   IS DISTINCT FROM
                   (n.counted_in, n.agency_id, n.field_id, n.channel, n.procedure_id, n.received_day, n.received_by,
                    n.ended_day, n.ended_by, n.end_reason, n.outcome, n.first_late, n.handled_min, n.handed_over_day, n.handed_over_by)),
           bool_or((o.ended_day IS NOT NULL OR n.ended_day IS NOT NULL)
                   AND (o.counted_in, o.agency_id, o.field_id, o.channel, o.procedure_id, o.received_day,
                        o.ended_day, o.ended_by, o.end_reason, o.outcome, o.handling_bin, o.working_time_bin)
                   IS DISTINCT FROM
                       (n.counted_in, n.agency_id, n.field_id, n.channel, n.procedure_id, n.received_day,
                        n.ended_day, n.ended_by, n.end_reason, n.outcome, n.handling_bin, n.working_time_bin)),
           bool_or((o.counted_in, o.agency_id, o.field_id, o.status = 9, o.clock, o.due_at, o.paused_overdue,
                    o.received_day IS NULL, o.ended_day IS NULL)
                   IS DISTINCT FROM
                   (n.counted_in, n.agency_id, n.field_id, n.status = 9, n.clock, n.due_at, n.paused_overdue,
                    n.received_day IS NULL, n.ended_day IS NULL))
    INTO rows, moves_flow, moves_time, moves_standing
    FROM <was> AS o FULL JOIN <became> AS n ON n.id = o.id;
    IF rows = 0 THEN
        RETURN NULL;
    END IF;

    IF moves_flow THEN
        -- What was received, what ended, and what was handed over, on its day and by its person. The board does not tell the last.
        WITH moved AS (SELECT 1 AS times, n.* FROM <became> AS n UNION ALL SELECT -1, o.* FROM <was> AS o),
        flow AS MATERIALIZED (
            SELECT * FROM (
                SELECT m.day, d.counted_in, d.agency_id, d.field_id, d.channel, coalesce(d.procedure_id, 0) AS procedure_id,
                       coalesce(m.person, '') AS person, m.moment <> 'handed_over' AS is_on_board,
                       sum(d.times * (m.moment = 'received' AND d.channel = 'online')::int) AS received_online,
                       sum(d.times * (m.moment = 'received' AND d.channel = 'direct')::int) AS received_direct,
                       sum(d.times * (m.moment = 'received' AND d.channel = 'post')::int) AS received_post,
                       sum(d.times * (m.moment = 'ended' AND d.outcome = 'early' IS TRUE)::int) AS early,
                       sum(d.times * (m.moment = 'ended' AND d.outcome = 'on_time' IS TRUE)::int) AS on_time,
                       sum(d.times * (m.moment = 'ended' AND d.outcome = 'late' IS TRUE)::int) AS late,
                       sum(d.times * (m.moment = 'ended' AND d.first_late = 1 IS TRUE)::int) AS first_late,
                       sum(d.times * (m.moment = 'ended' AND d.end_reason = 'withdrawn' IS TRUE)::int) AS withdrawn,
                       sum(d.times * (m.moment = 'ended' AND d.end_reason = 'ineligible' IS TRUE)::int) AS ineligible,
                       sum(d.times * (m.moment = 'ended' AND d.end_reason = 'refused' IS TRUE)::int) AS refused,
                       sum(d.times * (m.moment = 'handed_over')::int) AS handed_over,
                       sum(d.times * CASE WHEN m.moment = 'ended' AND d.outcome IS NOT NULL THEN coalesce(d.handled_min, 0) ELSE 0 END)
                           AS handled_min
                FROM moved AS d,
                     LATERAL (VALUES ('received', d.received_day, d.received_by),
                                     ('ended', CASE WHEN d.received_day IS NOT NULL OR d.end_reason = 'refused' THEN d.ended_day END, d.ended_by),
                                     ('handed_over', d.handed_over_day, d.handed_over_by)) AS m (moment, day, person)
                WHERE m.day IS NOT NULL AND d.counted_in <> 'none'
                GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) AS f
            WHERE (f.received_online, f.received_direct, f.received_post, f.early, f.on_time, f.late, f.first_late, f.withdrawn,
                   f.ineligible, f.refused, f.handed_over, f.handled_min) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        ),
        board AS (
            INSERT INTO flow_counter AS c
            SELECT a.id, b.bucket, b.field_id, sum(f.received_online), sum(f.received_direct + f.received_post), sum(f.early),
                   sum(f.on_time), sum(f.late), sum(f.withdrawn), sum(f.ineligible), sum(f.refused)
            FROM flow AS f, counting(f.counted_in, f.agency_id) AS a (id),
                 LATERAL (VALUES (f.day, f.field_id), (f.day, 0::BIGINT), (f.day / 100 * 100, f.field_id),
                                 (f.day / 10000 * 10000, f.field_id)) AS b (bucket, field_id)
            WHERE f.is_on_board
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (agency_id, bucket, field_id) DO UPDATE SET
                received_online = c.received_online + excluded.received_online,
                received_direct = c.received_direct + excluded.received_direct, early = c.early + excluded.early,
                on_time = c.on_time + excluded.on_time, late = c.late + excluded.late, withdrawn = c.withdrawn + excluded.withdrawn,
                ineligible = c.ineligible + excluded.ineligible, refused = c.refused + excluded.refused
        ),
        counter AS (
            INSERT INTO throughput_counter AS c (bucket, agency_id, field_id, channel, counted_in, <flows>)
            SELECT b.bucket, p.agency_id, p.field_id, p.channel, f.counted_in, <sums>
            FROM flow AS f, LATERAL (VALUES (f.day), (f.day / 100 * 100), (f.day / 10000 * 10000)) AS b (bucket),
                 LATERAL (SELECT f.agency_id, f.field_id, f.channel
                          UNION ALL SELECT 0, 0, '' WHERE f.counted_in <> 'agency') AS p (agency_id, field_id, channel)
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (bucket, agency_id, field_id, channel, counted_in) DO UPDATE SET <added>
        ),
        of_procedure AS (
            INSERT INTO throughput_procedure AS c (bucket, procedure_id, agency_id, field_id, counted_in, <flows>)
            SELECT b.bucket, f.procedure_id, f.agency_id, f.field_id, f.counted_in, <sums>
            FROM flow AS f, LATERAL (VALUES (f.day), (f.day / 100 * 100), (f.day / 10000 * 10000)) AS b (bucket)
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (bucket, procedure_id, agency_id, field_id, counted_in) DO UPDATE SET <added>
        )
        INSERT INTO throughput_person AS c (bucket, person, agency_id, counted_in, <flows>)
        SELECT b.bucket, f.person, f.agency_id, f.counted_in, <sums>
        FROM flow AS f, LATERAL (VALUES (f.day), (f.day / 100 * 100), (f.day / 10000 * 10000)) AS b (bucket)
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (bucket, person, agency_id, counted_in) DO UPDATE SET <added>;
    END IF;

    IF moves_time THEN
        -- How long it took what ended: for the board in bins of its own.
        WITH moved AS (SELECT 1 AS times, n.* FROM <became> AS n UNION ALL SELECT -1, o.* FROM <was> AS o),
        took AS MATERIALIZED (
            SELECT d.ended_day AS day, d.counted_in, d.agency_id, d.field_id, d.channel, coalesce(d.procedure_id, 0) AS procedure_id,
                   coalesce(d.ended_by, '') AS person, CASE WHEN d.outcome IS NOT NULL THEN d.handling_bin END AS handling_bin,
                   CASE WHEN d.received_day IS NOT NULL OR d.end_reason = 'refused' THEN d.working_time_bin END AS working_time_bin,
                   sum(d.times) AS n
            FROM moved AS d
            WHERE d.ended_day IS NOT NULL AND d.counted_in <> 'none'
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
            HAVING sum(d.times) <> 0
        ),
        board AS (
            INSERT INTO handling_counter AS c
            SELECT a.id, b.bucket, t.field_id, t.handling_bin, sum(t.n)
            FROM took AS t, counting(t.counted_in, t.agency_id) AS a (id),
                 LATERAL (VALUES (t.day), (t.day / 100 * 100), (t.day / 10000 * 10000)) AS b (bucket)
            WHERE t.handling_bin IS NOT NULL
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            ON CONFLICT (agency_id, bucket, field_id, handling_bin) DO UPDATE SET n = c.n + excluded.n
        ),
        counter AS (
            INSERT INTO working_time_counter AS c (bucket, agency_id, field_id, channel, counted_in, working_time_bin, n)
            SELECT b.bucket, b.agency_id, b.field_id, b.channel, t.counted_in, t.working_time_bin, sum(t.n)
            FROM took AS t,
                 LATERAL (SELECT t.day / 100 * 100, t.agency_id, t.field_id, t.channel
                          UNION ALL SELECT t.day / 10000 * 10000, t.agency_id, t.field_id, t.channel
                          UNION ALL SELECT e.bucket, 0, 0, ''
                                    FROM (VALUES (t.day), (t.day / 100 * 100), (t.day / 10000 * 10000)) AS e (bucket)
                                    WHERE t.counted_in <> 'agency') AS b (bucket, agency_id, field_id, channel)
            WHERE t.working_time_bin IS NOT NULL
            GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
            ON CONFLICT (bucket, agency_id, field_id, channel, counted_in, working_time_bin) DO UPDATE SET n = c.n + excluded.n
        ),
        of_procedure AS (
            INSERT INTO working_time_procedure AS c (bucket, procedure_id, agency_id, field_id, counted_in, working_time_bin, n)
            SELECT b.bucket, t.procedure_id, t.agency_id, t.field_id, t.counted_in, t.working_time_bin, sum(t.n)
            FROM took AS t, LATERAL (VALUES (t.day / 100 * 100), (t.day / 10000 * 10000)) AS b (bucket)
            WHERE t.working_time_bin IS NOT NULL
            GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
            ON CONFLICT (bucket, procedure_id, agency_id, field_id, counted_in, working_time_bin) DO UPDATE SET n = c.n + excluded.n
        )
        INSERT INTO working_time_person AS c (bucket, person, agency_id, counted_in, working_time_bin, n)
        SELECT b.bucket, t.person, t.agency_id, t.counted_in, t.working_time_bin, sum(t.n)
        FROM took AS t, LATERAL (VALUES (t.day / 100 * 100), (t.day / 10000 * 10000)) AS b (bucket)
        WHERE t.working_time_bin IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (bucket, person, agency_id, counted_in, working_time_bin) DO UPDATE SET n = c.n + excluded.n;
    END IF;

    IF moves_standing THEN
        -- What stands now, and by the day on which what runs is due.
        WITH moved AS (SELECT 1 AS times, n.* FROM <became> AS n UNION ALL SELECT -1, o.* FROM <was> AS o),
        standing AS MATERIALIZED (
            SELECT * FROM (
                SELECT d.counted_in, d.agency_id, d.field_id, CASE WHEN d.clock = 'running' THEN d.due_at / 86400000 END AS due_day,
                       sum(d.times * (d.clock = 'running')::int) AS running,
                       sum(d.times * (d.clock = 'stopped' AND d.paused_overdue = 0)::int) AS paused_within,
                       sum(d.times * (d.clock = 'stopped' AND d.paused_overdue = 1)::int) AS paused_overdue,
                       sum(d.times * (d.ended_day IS NULL AND d.received_day IS NOT NULL AND d.due_at IS NULL)::int) AS no_due,
                       sum(d.times * (d.ended_day IS NULL AND d.received_day IS NULL)::int) AS registered_waiting,
                       sum(d.times * (d.status = 9)::int) AS waiting_collection
                FROM moved AS d
                WHERE d.ended_day IS NULL OR d.status = 9
                GROUP BY 1, 2, 3, 4) AS s
            WHERE (s.running, s.paused_within, s.paused_overdue, s.no_due, s.registered_waiting, s.waiting_collection)
                  <> (0, 0, 0, 0, 0, 0)
        ),
        board AS (
            INSERT INTO open_counter AS c
            SELECT a.id, s.field_id, sum(s.running), sum(s.paused_within), sum(s.paused_overdue), sum(s.no_due),
                   sum(s.registered_waiting), sum(s.waiting_collection)
            FROM standing AS s, counting(s.counted_in, s.agency_id) AS a (id)
            GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (agency_id, field_id) DO UPDATE SET
                running = c.running + excluded.running, paused_within = c.paused_within + excluded.paused_within,
                paused_overdue = c.paused_overdue + excluded.paused_overdue, no_due = c.no_due + excluded.no_due,
                registered_waiting = c.registered_waiting + excluded.registered_waiting,
                waiting_collection = c.waiting_collection + excluded.waiting_collection
        )
        INSERT INTO due_counter AS c
        SELECT a.id, e.span_days, s.due_day / e.span_days, s.field_id, sum(s.running)
        FROM standing AS s, counting(s.counted_in, s.agency_id) AS a (id), (VALUES (1::BIGINT), (64::BIGINT)) AS e (span_days)
        WHERE s.due_day IS NOT NULL
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (agency_id, span_days, span, field_id) DO UPDATE SET running = c.running + excluded.running;
    END IF;

    UPDATE change SET number = number + rows;
    RETURN NULL;
END $$
$function$;
    -- A bulk load adds its dossiers to the counters itself, in the same transaction, and says so.
    made CONSTANT TEXT := 'CREATE TRIGGER <trigger> AFTER <event> ON dossier REFERENCING <rows> FOR EACH STATEMENT
        WHEN (current_setting(''sanh.counting'', true) IS DISTINCT FROM ''bulk'') EXECUTE FUNCTION <name>()';
    flows CONSTANT TEXT[] := ARRAY['received_online', 'received_direct', 'received_post', 'early', 'on_time', 'late', 'first_late',
        'withdrawn', 'ineligible', 'refused', 'handed_over', 'handled_min'];
    of_flows CONSTANT TEXT := replace(replace(replace(text,
        '<flows>', array_to_string(flows, ', ')),
        '<sums>', (SELECT string_agg(format('sum(f.%s)', f), ', ') FROM unnest(flows) AS f)),
        '<added>', (SELECT string_agg(format('%1$s = c.%1$s + excluded.%1$s', f), ', ') FROM unnest(flows) AS f));
    kind RECORD;
BEGIN
    FOR kind IN
        SELECT * FROM (VALUES
            ('INSERT', 'dossier_inserted', 'NEW TABLE AS became', '(SELECT * FROM became WHERE false)', 'became'),
            ('UPDATE', 'dossier_updated', 'OLD TABLE AS was NEW TABLE AS became', 'was', 'became'),
            ('DELETE', 'dossier_deleted', 'OLD TABLE AS was', 'was', '(SELECT * FROM was WHERE false)')
        ) AS k (event, name, rows, was, became)
    LOOP
        EXECUTE replace(replace(replace(of_flows, '<name>', kind.name), '<was>', kind.was), '<became>', kind.became);
        EXECUTE replace(replace(replace(replace(made, '<trigger>', kind.name), '<event>', kind.event), '<rows>', kind.rows), '<name>', kind.name);
    END LOOP;
END $make$;

-- The work list of one agency and one procedure: those of a procedure that others work on are found without a walk through all of theirs.
CREATE INDEX dossier_worklist_agency_procedure ON dossier (procedure_id, agency_id, status, worklist_due, id) WHERE procedure_id IS NOT NULL;
