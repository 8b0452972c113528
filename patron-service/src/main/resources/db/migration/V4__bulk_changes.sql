-- A transaction that changes many rows says so once, instead of once a row: after the first rows of
-- a transaction one event stands for all that follow.
--
--   {"table":"patron","id":null,"type":"BULK","version":12,"mac":"..."}          any row may have changed
--   {"table":"patron","id":null,"type":"BULK_INSERT","version":12,"mac":"..."}   rows may be there now that were not
--
-- All notifications of a transaction are delivered when it commits, so that one event covers also
-- what is changed after it. (A statement-level trigger with transition tables would count more
-- cheaply, but does not fire for rows that a logical subscription applies.)

-- What a transaction has announced so far. A setting would do, if not every role could set it, and
-- so keep quiet what it changed; and a rolled back savepoint takes its row along, as it takes its
-- notifications.
CREATE TABLE changefeed.announced (
    xid    xid8 NOT NULL,
    target oid  NOT NULL,
    type   text NOT NULL,
    PRIMARY KEY (xid, target, type)
);

CREATE FUNCTION changefeed.announce(channel text, source text, relation oid, announcement text) RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    DELETE FROM changefeed.announced
     WHERE ctid = ANY (ARRAY(SELECT ctid FROM changefeed.announced
                              WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
                              LIMIT 1000 FOR UPDATE SKIP LOCKED));
    INSERT INTO changefeed.announced VALUES (pg_current_xact_id(), relation, announcement);
    PERFORM changefeed.send(channel, source, NULL, announcement, NULL);
END
$$;

-- Arguments of the trigger: the channel, the name of the key's column, and how many rows of one
-- transaction have events of their own.
CREATE OR REPLACE FUNCTION changefeed.row_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    channel CONSTANT text := TG_ARGV[0];
    key     CONSTANT text := TG_ARGV[1];
    most    CONSTANT integer := coalesce(TG_ARGV[2]::integer, 1000);
    -- Whoever sets this himself gets more events than he needs, or fewer and larger ones.
    rows    CONSTANT integer := coalesce(nullif(current_setting('changefeed.rows', true), '')::integer, 0);
    before json;
    after  json;
    diff   text;
BEGIN
    IF rows >= most THEN
        IF TG_OP = 'INSERT' THEN
            IF NOT EXISTS (SELECT FROM changefeed.announced
                            WHERE xid = pg_current_xact_id() AND target = TG_RELID) THEN
                PERFORM changefeed.announce(channel, TG_TABLE_NAME, TG_RELID, 'BULK_INSERT');
            END IF;
        ELSIF NOT EXISTS (SELECT FROM changefeed.announced
                           WHERE xid = pg_current_xact_id() AND target = TG_RELID AND type = 'BULK') THEN
            PERFORM changefeed.announce(channel, TG_TABLE_NAME, TG_RELID, 'BULK');
        END IF;
        RETURN NULL;
    END IF;
    PERFORM set_config('changefeed.rows', (rows + 1)::text, true);

    IF TG_OP <> 'INSERT' THEN before := row_to_json(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := row_to_json(NEW); END IF;

    IF TG_OP = 'INSERT' THEN
        PERFORM changefeed.send(channel, TG_TABLE_NAME, (after -> key)::text, 'INSERT', after::text);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM changefeed.send(channel, TG_TABLE_NAME, (before -> key)::text, 'DELETE', before::text);
    ELSIF before ->> key IS DISTINCT FROM after ->> key THEN
        PERFORM changefeed.send(channel, TG_TABLE_NAME, (before -> key)::text, 'DELETE', before::text);
        PERFORM changefeed.send(channel, TG_TABLE_NAME, (after -> key)::text, 'INSERT', after::text);
    ELSE
        SELECT string_agg(to_json(n.key) || ':' || n.value, ',')
          INTO diff
          FROM json_each(after) AS n
          JOIN json_each(before) AS o ON o.key = n.key
         WHERE n.value::text <> o.value::text;
        PERFORM changefeed.send(
            channel, TG_TABLE_NAME, (after -> key)::text, 'UPDATE',
            format('{"old":%s,"new":%s,"diff":{%s}}', before, after, diff));
    END IF;
    RETURN NULL;
END
$$;

-- Takes back what changefeed.watch did.
CREATE FUNCTION changefeed.unwatch(target regclass) RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS changefeed_row ON %s', target);
    EXECUTE format('DROP TRIGGER IF EXISTS changefeed_truncate ON %s', target);
END
$$;

-- What keeps changes of a table from being reported, in words; no row when nothing does.
CREATE FUNCTION changefeed.faults(target regclass) RETURNS SETOF text
    LANGUAGE sql STABLE AS
$$
    SELECT CASE
               WHEN t.oid IS NULL THEN format('trigger %s is missing', expected.name)
               WHEN t.tgenabled = 'D' THEN format('trigger %s is disabled', expected.name)
               WHEN t.tgenabled <> 'A' THEN format('trigger %s does not fire ALWAYS', expected.name)
               ELSE format('trigger %s does not fire for every change', expected.name)
           END
      FROM (VALUES ('changefeed_row', 'changefeed.row_changed()'::regprocedure, 31, 29),
                   ('changefeed_truncate', 'changefeed.table_emptied()'::regprocedure, 32, 32))
               AS expected (name, function, mask, bits)
      LEFT JOIN pg_trigger t ON t.tgrelid = target AND t.tgname = expected.name
     WHERE t.oid IS NULL
        OR t.tgenabled <> 'A'
        OR t.tgfoid <> expected.function
        OR t.tgtype & expected.mask <> expected.bits
        OR t.tgqual IS NOT NULL
        OR t.tgattr <> ''::int2vector
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA changefeed FROM PUBLIC;
