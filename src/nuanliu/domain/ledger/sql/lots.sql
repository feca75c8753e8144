-- Which (kind, unit) of account keeps lots; `types.LOTTED`.
CREATE OR REPLACE FUNCTION ledger_has_lots(kind text, unit text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN kind = 'savings' AND unit = 'coin' OR kind = 'grant' AND unit = 'time';

-- Whether one lot has `wanted` free.
CREATE OR REPLACE FUNCTION ledger_lot_has(site uuid, account uuid, day date, wanted bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM ledger_lot l
        WHERE l.site_id = site AND l.account_id = account AND l.expires = day AND l.remaining - l.held >= wanted)
$$;

-- What one transfer does to the lots of its two accounts; the same as `ledger/lots.py`. The balance rows are locked and
-- have been decided on, so the lots always suffice; if not, the book is wrong and nothing is written.
CREATE OR REPLACE FUNCTION ledger_move_lots(
    site uuid, transfer uuid, phase text, debit uuid, credit uuid, from_lots boolean, into_lots boolean,
    wanted bigint, hold uuid, reversed uuid, named date
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    days date[] := '{}';
    parts bigint[] := '{}';
    left_over bigint := wanted;
    part bigint;
    r record;
    k integer;
BEGIN
    IF from_lots THEN
        FOR r IN
            SELECT f.day, f.free FROM ledger_free_lots(site, debit, phase, hold, reversed, wanted)
                WITH ORDINALITY f (day, free, n)
            WHERE named IS NULL OR phase IN ('capture', 'release') OR f.day = named ORDER BY f.n
        LOOP
            EXIT WHEN left_over = 0;
            part := least(r.free, left_over);
            days := days || r.day; parts := parts || part; left_over := left_over - part;
        END LOOP;
        IF left_over > 0 THEN
            RAISE EXCEPTION 'the lots of account % do not cover %', debit, wanted USING ERRCODE = 'check_violation';
        END IF;
        FOR k IN 1..cardinality(days) LOOP
            UPDATE ledger_lot l SET
                remaining = l.remaining - CASE WHEN phase IN ('post', 'capture') THEN parts[k] ELSE 0 END,
                held = l.held + CASE phase WHEN 'hold' THEN parts[k] WHEN 'post' THEN 0 ELSE -parts[k] END
            WHERE l.site_id = site AND l.account_id = debit AND l.expires = days[k];
            INSERT INTO ledger_lotmove (site_id, transfer_id, account_id, expires, amount, reserved)
            VALUES (site, transfer, debit, days[k],
                CASE WHEN phase IN ('post', 'capture') THEN -parts[k] ELSE 0 END,
                CASE phase WHEN 'hold' THEN parts[k] WHEN 'post' THEN 0 ELSE -parts[k] END);
        END LOOP;
    END IF;
    IF into_lots AND phase IN ('post', 'capture') THEN
        IF reversed IS NOT NULL THEN
            SELECT array_agg(m.expires ORDER BY m.expires), array_agg(-m.amount ORDER BY m.expires) INTO days, parts
            FROM ledger_lotmove m WHERE m.site_id = site AND m.transfer_id = reversed AND m.account_id = credit;
        ELSIF NOT from_lots THEN
            days := ARRAY[coalesce(named, DATE '9999-12-31')]; parts := ARRAY[wanted];
        END IF;
        FOR k IN 1..cardinality(days) LOOP
            INSERT INTO ledger_lot AS l (site_id, account_id, expires, amount, held, remaining)
            VALUES (site, credit, days[k], parts[k], 0, parts[k])
            ON CONFLICT ON CONSTRAINT ledger_lot_pkey DO UPDATE
            SET amount = l.amount + excluded.amount, remaining = l.remaining + excluded.remaining;
            INSERT INTO ledger_lotmove (site_id, transfer_id, account_id, expires, amount, reserved)
            VALUES (site, transfer, credit, days[k], parts[k], 0);
        END LOOP;
    END IF;
END $$;

-- The lots a debit may draw on, in the order it draws. For a post or hold what is free, oldest first; for a capture
-- what its hold reserved, oldest first; for a release the same, newest first. A reversal takes back exactly what the
-- original brought, while that is still there; otherwise from the same lots first.
CREATE OR REPLACE FUNCTION ledger_free_lots(
    site uuid, account uuid, phase text, hold uuid, reversed uuid, wanted bigint
) RETURNS TABLE (day date, free bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF phase IN ('capture', 'release') THEN
        RETURN QUERY
        SELECT m.expires, sum(m.reserved)::bigint FROM ledger_lotmove m
        WHERE m.site_id = site AND m.account_id = account AND (m.transfer_id = ledger_free_lots.hold OR m.transfer_id IN (
            SELECT t.id FROM ledger_transfer t WHERE t.site_id = site AND t.hold = ledger_free_lots.hold))
        GROUP BY m.expires HAVING sum(m.reserved) > 0
        ORDER BY CASE WHEN phase = 'capture' THEN m.expires END, m.expires DESC;
        RETURN;
    END IF;
    RETURN QUERY
    WITH lots AS (
        SELECT l.expires, l.remaining - l.held AS left_free, m.amount AS brought,
            sum(CASE WHEN m.amount > 0 THEN least(l.remaining - l.held, m.amount) END) OVER () AS still_there
        FROM ledger_lot l
        LEFT JOIN ledger_lotmove m ON m.site_id = site AND m.transfer_id = reversed AND m.account_id = account
            AND m.expires = l.expires
        WHERE l.site_id = site AND l.account_id = account AND l.remaining > l.held
    )
    SELECT x.expires, CASE WHEN x.still_there = wanted THEN least(x.left_free, x.brought) ELSE x.left_free END
    FROM lots x WHERE reversed IS NULL OR x.still_there IS DISTINCT FROM wanted OR x.brought IS NOT NULL
    ORDER BY x.brought IS NULL, x.expires;
END $$;
