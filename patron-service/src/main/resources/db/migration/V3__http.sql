-- What HTTP needs of the database.

-- The entity tag of a patron: If-Match is compared in the statement that writes. The service
-- computes the same from the same content.
CREATE FUNCTION patron_tag(name text, fav_dish text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS
$$
    SELECT left(encode(sha256(convert_to(char_length(name) || ':' || name || fav_dish, 'UTF8')), 'hex'), 32)
$$;

-- Pages are ordered by the first characters, and by id among equals. An index could not hold a whole
-- text: a page of it has 8 KiB.
CREATE INDEX patron_by_name ON patron (left(name, 100), id);
CREATE INDEX patron_by_fav_dish ON patron (left(fav_dish, 100), id);

-- One row for each Idempotency-Key, written in the statement that creates its patron.
CREATE TABLE patron_idempotency (
    key        text PRIMARY KEY,
    request    text NOT NULL,
    patron_id  bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX patron_idempotency_by_age ON patron_idempotency (created_at);
