-- How a change of a table reaches the cache of every instance. changefeed.watch('some_table') makes
-- each committed change of that table a notification on channel chan_some_table:
--
--   {"table":"patron","id":37,"type":"UPDATE","version":12,
--    "data":{"old":{...},"new":{...},"diff":{...}},"mac":"..."}
--
-- data is the row itself for INSERT and DELETE, and left out where the payload would pass 7,900 bytes.

CREATE SCHEMA changefeed;

-- Orders the events of one row, and keeps PostgreSQL from folding two equal payloads of one
-- transaction into one.
CREATE SEQUENCE changefeed.version;

-- Any role may send any notification on any channel, so an event says who wrote it: its MAC needs
-- this key, which only the owner reads. The pads are the key prepared for HMAC (RFC 2104), so that
-- a trigger computes two hashes and no more.
CREATE TABLE changefeed.seal (
    only_one  boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    key       bytea NOT NULL,
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);

INSERT INTO changefeed.seal (key, inner_pad, outer_pad)
SELECT key,
       string_agg(set_byte('\x00', 0, byte # 54), '' ORDER BY position),
       string_agg(set_byte('\x00', 0, byte # 92), '' ORDER BY position)
  FROM (SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid(), 'UTF8'))) AS random (key),
       LATERAL (SELECT position, CASE WHEN position < 32 THEN get_byte(key, position) ELSE 0 END
                  FROM generate_series(0, 63) AS position) AS padded (position, byte)
 GROUP BY key;

CREATE FUNCTION changefeed.mac(message text) RETURNS text
    LANGUAGE sql STABLE AS
$$
    SELECT encode(sha256(outer_pad || sha256(inner_pad || convert_to(message, 'UTF8'))), 'hex')
      FROM changefeed.seal
$$;

-- The MAC covers the sender's process and the channel, so that a copy sent by another session or on
-- another channel proves nothing.
CREATE FUNCTION changefeed.send(channel text, source text, id text, type text, data text) RETURNS void
    LANGUAGE plpgsql AS
$$
DECLARE
    -- PostgreSQL refuses 8,000 bytes; the MAC takes 74.
    most CONSTANT integer := 7900 - 74;
    version CONSTANT bigint := nextval('changefeed.version');
    body text;
BEGIN
    body := format('{"table":%s,"id":%s,"type":"%s","version":%s,"data":%s}',
                   to_json(source), coalesce(id, 'null'), type, version, coalesce(data, 'null'));
    IF octet_length(body) > most THEN
        body := format('{"table":%s,"id":%s,"type":"%s","version":%s}',
                       to_json(source), id, type, version);
    END IF;
    IF octet_length(body) > most THEN
        -- A key that long is not worth a second channel: the reader forgets all it knows.
        body := format('{"table":%s,"id":null,"type":"%s","version":%s}',
                       to_json(source), type, version);
    END IF;
    PERFORM pg_notify(
        channel,
        format('%s,"mac":"%s"}', left(body, -1),
               changefeed.mac(pg_backend_pid() || ':' || channel || ':' || body)));
END
$$;

-- Arguments of the trigger: the channel and the name of the key's column.
CREATE FUNCTION changefeed.row_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    channel CONSTANT text := TG_ARGV[0];
    key     CONSTANT text := TG_ARGV[1];
    before json;
    after  json;
    diff   text;
BEGIN
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

CREATE FUNCTION changefeed.table_emptied() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM changefeed.send(TG_ARGV[0], TG_TABLE_NAME, NULL, 'TRUNCATE', NULL);
    RETURN NULL;
END
$$;

-- Watches a table from now on. Calling it again replaces the triggers.
CREATE FUNCTION changefeed.watch(target regclass) RETURNS void
    LANGUAGE plpgsql AS
$$
DECLARE
    channel text;
    keys    text[];
BEGIN
    SELECT 'chan_' || relname INTO channel FROM pg_class WHERE oid = target;
    SELECT array_agg(attname) INTO keys
      FROM pg_index
      JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
     WHERE indrelid = target AND indisprimary;
    IF cardinality(keys) IS DISTINCT FROM 1 THEN
        RAISE EXCEPTION 'Table % needs a primary key of one column to be watched', target;
    END IF;
    IF octet_length(channel) > 63 THEN
        RAISE EXCEPTION 'Channel % is longer than the 63 bytes a channel may have', channel;
    END IF;

    EXECUTE format(
        'CREATE OR REPLACE TRIGGER changefeed_row AFTER INSERT OR UPDATE OR DELETE ON %s'
        ' FOR EACH ROW EXECUTE FUNCTION changefeed.row_changed(%L, %L)', target, channel, keys[1]);
    EXECUTE format(
        'CREATE OR REPLACE TRIGGER changefeed_truncate AFTER TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION changefeed.table_emptied(%L)', target, channel);
    -- ALWAYS: a restore or a logical subscriber runs as a replica, which skips ordinary triggers.
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER changefeed_row', target);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER changefeed_truncate', target);
END
$$;

-- Whoever could attach these to a table of his own, or call them, would have events of his making sealed.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA changefeed FROM PUBLIC;
