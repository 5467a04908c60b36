-- Counters: what a board shows, kept by triggers on the dossier row in the same transaction.
-- agency_id 0: all agencies. bucket: a day yyyymmdd, a month yyyymm00 or a year yyyy0000, in the
-- centre's zone. field_id 0: all fields, only in day buckets (for the chart and the comparison).
CREATE TABLE flow_counter (
    agency_id       BIGINT NOT NULL,
    bucket          BIGINT NOT NULL,
    field_id        BIGINT NOT NULL,
    received_online BIGINT NOT NULL,
    received_direct BIGINT NOT NULL,
    early           BIGINT NOT NULL,
    on_time         BIGINT NOT NULL,
    late            BIGINT NOT NULL,
    withdrawn       BIGINT NOT NULL,
    ineligible      BIGINT NOT NULL,
    refused         BIGINT NOT NULL,
    PRIMARY KEY (agency_id, bucket, field_id)
);

-- Resolved dossiers by working time, in bins of working minutes.
CREATE TABLE handling_counter (
    agency_id    BIGINT NOT NULL,
    bucket       BIGINT NOT NULL,
    field_id     BIGINT NOT NULL,
    handling_bin BIGINT NOT NULL,
    n            BIGINT NOT NULL,
    PRIMARY KEY (agency_id, bucket, field_id, handling_bin)
);

-- What stands open now. Running ones past their due time are counted by the clock, over the
-- index dossier_running: that figure changes with no write.
CREATE TABLE open_counter (
    agency_id          BIGINT NOT NULL,
    field_id           BIGINT NOT NULL,
    running            BIGINT NOT NULL,
    paused_within      BIGINT NOT NULL,
    paused_overdue     BIGINT NOT NULL,
    no_due             BIGINT NOT NULL,
    registered_waiting BIGINT NOT NULL,
    waiting_collection BIGINT NOT NULL,
    PRIMARY KEY (agency_id, field_id)
);

-- Adds one dossier to the counters (`times` 1) or takes it out of them (-1).
CREATE FUNCTION dossier_counted(d dossier, times BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO flow_counter AS c
    SELECT a.id, b.bucket, b.field_id,
           times * (d.channel = 'online')::int, times * (d.channel <> 'online')::int, 0, 0, 0, 0, 0, 0
    FROM (VALUES (0::BIGINT), (d.agency_id)) AS a (id),
         (VALUES (d.received_day, d.field_id), (d.received_day, 0::BIGINT),
                 (d.received_day / 100 * 100, d.field_id),
                 (d.received_day / 10000 * 10000, d.field_id)) AS b (bucket, field_id)
    WHERE d.received_day IS NOT NULL
    ON CONFLICT (agency_id, bucket, field_id) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct;

    INSERT INTO flow_counter AS c
    SELECT a.id, b.bucket, b.field_id, 0, 0,
           times * coalesce(d.outcome = 'early', false)::int,
           times * coalesce(d.outcome = 'on_time', false)::int,
           times * coalesce(d.outcome = 'late', false)::int,
           times * (d.end_reason = 'withdrawn')::int,
           times * (d.end_reason = 'ineligible')::int,
           times * (d.end_reason = 'refused')::int
    FROM (VALUES (0::BIGINT), (d.agency_id)) AS a (id),
         (VALUES (d.ended_day, d.field_id), (d.ended_day, 0::BIGINT),
                 (d.ended_day / 100 * 100, d.field_id),
                 (d.ended_day / 10000 * 10000, d.field_id)) AS b (bucket, field_id)
    WHERE d.ended_day IS NOT NULL AND (d.received_day IS NOT NULL OR d.end_reason = 'refused')
    ON CONFLICT (agency_id, bucket, field_id) DO UPDATE SET
        early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time,
        late = c.late + excluded.late,
        withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible,
        refused = c.refused + excluded.refused;

    INSERT INTO handling_counter AS c
    SELECT a.id, b.bucket, d.field_id, d.handling_bin, times
    FROM (VALUES (0::BIGINT), (d.agency_id)) AS a (id),
         (VALUES (d.ended_day), (d.ended_day / 100 * 100), (d.ended_day / 10000 * 10000)) AS b (bucket)
    WHERE d.outcome IS NOT NULL AND d.handling_bin IS NOT NULL
    ON CONFLICT (agency_id, bucket, field_id, handling_bin) DO UPDATE SET n = c.n + excluded.n;

    INSERT INTO open_counter AS c
    SELECT a.id, d.field_id,
           times * (d.clock = 'running')::int,
           times * (d.clock = 'stopped' AND d.paused_overdue = 0)::int,
           times * (d.clock = 'stopped' AND d.paused_overdue = 1)::int,
           times * (d.ended_day IS NULL AND d.received_day IS NOT NULL AND d.due_at IS NULL)::int,
           times * (d.ended_day IS NULL AND d.received_day IS NULL)::int,
           times * (d.status = 9)::int
    FROM (VALUES (0::BIGINT), (d.agency_id)) AS a (id)
    WHERE d.ended_day IS NULL OR d.status = 9
    ON CONFLICT (agency_id, field_id) DO UPDATE SET
        running = c.running + excluded.running,
        paused_within = c.paused_within + excluded.paused_within,
        paused_overdue = c.paused_overdue + excluded.paused_overdue,
        no_due = c.no_due + excluded.no_due,
        registered_waiting = c.registered_waiting + excluded.registered_waiting,
        waiting_collection = c.waiting_collection + excluded.waiting_collection;
END $$;

-- One writing transaction at a time: counters cannot deadlock, and change numbers and event ids are
-- in the order of the commits. Taken before the statement touches a row, so that no client can hold
-- a row and wait for the lock while the holder waits for the row.
CREATE FUNCTION writing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7364705468);
    RETURN NULL;
END $$;

CREATE FUNCTION dossier_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM dossier_counted(OLD, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM dossier_counted(NEW, 1);
    END IF;
    UPDATE change SET number = number + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER dossier_writing BEFORE INSERT OR UPDATE OR DELETE ON dossier
    FOR EACH STATEMENT EXECUTE FUNCTION writing();
CREATE TRIGGER event_writing BEFORE INSERT OR UPDATE OR DELETE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION writing();
-- A bulk load adds its dossiers to the counters itself, in the same transaction, and says so.
CREATE TRIGGER dossier_changed AFTER INSERT OR UPDATE OR DELETE ON dossier
    FOR EACH ROW WHEN (current_setting('sanh.counting', true) IS DISTINCT FROM 'bulk')
    EXECUTE FUNCTION dossier_changed();
