-- The poster of the book on PostgreSQL: `ledger/embedded` in one round trip, word for word the same meaning.
-- Called as ledger_post(request arrays); answers one outcome and one amount a request. Posts all or nothing. `rests`
-- is, for a capture, the id of the release that gives back what it leaves of its hold; null leaves it reserved. An array
-- that is null says that no request has such a thing. One plain request comes through `plain.sql`.
--
-- Order of locks, the same for everyone: holds, then balance rows ascending by (site, account), then inserts. Lots need
-- no lock of their own: whoever has the balance row has the account's lots. Every statement of this function sees what
-- was committed before the statement, so what is read after the locks is the truth.

CREATE OR REPLACE FUNCTION ledger_post(
    ids uuid[], sites uuid[], groups uuid[], kinds text[], phases text[], debits uuid[], credits uuid[],
    amounts bigint[], holds uuid[], reversals uuid[], rests uuid[], expiries timestamptz[], occurred timestamptz[],
    actors uuid[], subjects uuid[], standards uuid[], memos text[], fingerprints bytea[], lots date[],
    OUT outcomes text[], OUT stands bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
-- Plans are made once and kept for the life of a connection, so one made while the book was small must be one that
-- never reads it whole. What is set here holds for the triggers of the statements below as well.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    n CONSTANT integer := cardinality(ids);
    uses_holds CONSTANT boolean := coalesce(array_remove(holds, NULL) <> '{}', false);
    reverses_some CONSTANT boolean := coalesce(array_remove(reversals, NULL) <> '{}', false);
    all_sites CONSTANT uuid[] := CASE
        WHEN sites = array_fill(sites[1], ARRAY[n]) THEN sites[1:1]
        ELSE ARRAY(SELECT DISTINCT x FROM unnest(sites) x ORDER BY x) END;
    s uuid;
    r record;
    i integer;
    d integer;
    c integer;
    h integer;
    k integer;
    before integer;
    amount bigint;
    rest bigint;
    reversed uuid;
    code text;
    has_lots boolean := false;
    recorded timestamptz;
    -- balance rows, as locked and then as they become
    acc uuid[]; acc_site uuid[]; acc_unit text[]; acc_kind text[]; acc_closed boolean[]; acc_lotted boolean[];
    new_posted bigint[]; new_held bigint[]; floors bigint[]; ceilings bigint[]; seqs bigint[]; changed boolean[];
    -- holds
    hold_id uuid[]; hold_site uuid[]; hold_acc uuid[]; hold_amount bigint[]; hold_captured bigint[]; hold_released bigint[];
    hold_new boolean[]; hold_expiry timestamptz[];
    hold_count integer := 0;
    -- transfers that are already in the journal; those of this call are in the request arrays
    known uuid[]; known_at integer;
    known_print bytea[]; known_amount bigint[]; known_phase text[]; known_kind text[]; known_debit uuid[];
    known_credit uuid[]; known_reverses uuid[];
    undone uuid[] := '{}';
    -- what is to be written
    units text[];
    rest_of integer[] := '{}'; rest_amount bigint[] := '{}'; rest_hold integer[] := '{}';
    d_seq bigint[]; d_balance bigint[]; c_seq bigint[]; c_balance bigint[];
BEGIN
    outcomes := array_fill('posted'::text, ARRAY[n]);
    stands := array_fill(0::bigint, ARRAY[n]);
    units := array_fill(NULL::text, ARRAY[n]);
    d_seq := array_fill(NULL::bigint, ARRAY[n]);
    d_balance := d_seq; c_seq := d_seq; c_balance := d_seq;

    -- lock
    IF uses_holds THEN
        FOREACH s IN ARRAY all_sites LOOP
            FOR r IN
                SELECT x.* FROM ledger_hold x
                WHERE x.site_id = s AND x.transfer_id = ANY (holds) ORDER BY x.transfer_id FOR NO KEY UPDATE
            LOOP
                hold_count := hold_count + 1;
                hold_id[hold_count] := r.transfer_id; hold_site[hold_count] := s; hold_acc[hold_count] := r.account_id;
                hold_amount[hold_count] := r.amount; hold_captured[hold_count] := r.captured;
                hold_released[hold_count] := r.released; hold_new[hold_count] := false;
                hold_expiry[hold_count] := r.expires_at;
            END LOOP;
        END LOOP;
    END IF;
    FOREACH s IN ARRAY all_sites LOOP
        SELECT acc || array_agg(x.account_id), acc_site || array_agg(s), acc_unit || array_agg(x.unit::text),
            acc_kind || array_agg(x.kind::text), acc_closed || array_agg(x.closed_at IS NOT NULL),
            acc_lotted || array_agg(ledger_has_lots(x.kind, x.unit)), new_posted || array_agg(x.posted),
            new_held || array_agg(x.held), floors || array_agg(x.floor), ceilings || array_agg(x.ceiling),
            seqs || array_agg(x.seq)
        INTO acc, acc_site, acc_unit, acc_kind, acc_closed, acc_lotted, new_posted, new_held, floors, ceilings, seqs
        FROM (
            SELECT b.account_id, b.posted, b.held, b.floor, b.ceiling, b.seq, a.unit, a.kind, a.closed_at
            FROM ledger_balance b JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id
            WHERE b.site_id = s AND b.account_id = ANY (debits || credits)
            ORDER BY b.account_id FOR NO KEY UPDATE OF b) x;
    END LOOP;
    changed := array_fill(false, ARRAY[coalesce(cardinality(acc), 0)]);
    has_lots := coalesce(true = ANY (acc_lotted), false);
    -- A call that waited for a row sees its account as it was before the wait. Closing leaves no room in the row itself,
    -- which is never older than the lock: then the account is looked at again.
    IF 0 = ANY (ceilings) THEN
        FOR k IN 1..cardinality(acc) LOOP
            IF ceilings[k] = 0 THEN
                acc_closed[k] := (SELECT a.closed_at IS NOT NULL FROM ledger_account a
                    WHERE a.site_id = acc_site[k] AND a.id = acc[k]);
            END IF;
        END LOOP;
    END IF;
    FOREACH s IN ARRAY all_sites LOOP
        FOR r IN
            SELECT t.id, t.fingerprint, t.amount, t.phase, t.kind, t.debit, t.credit, t.reverses
            FROM ledger_transfer t WHERE t.site_id = s AND t.id = ANY (ids || holds || reversals)
        LOOP
            known := known || r.id; known_print := known_print || r.fingerprint;
            known_amount := known_amount || r.amount; known_phase := known_phase || r.phase::text;
            known_kind := known_kind || r.kind::text; known_debit := known_debit || r.debit;
            known_credit := known_credit || r.credit; known_reverses := known_reverses || r.reverses;
        END LOOP;
        IF reverses_some THEN
            undone := undone || ARRAY(
                SELECT t.reverses FROM ledger_transfer t WHERE t.site_id = s AND t.reverses = ANY (reversals));
        END IF;
    END LOOP;
    recorded := clock_timestamp();

    -- A lot that is named on the way out is looked up as it stands. Where an earlier request of the call may change it,
    -- the requests are done one after the other, under the locks that are held already.
    IF n > 1 AND has_lots AND lots IS NOT NULL AND EXISTS (
        SELECT 1 FROM unnest(debits, phases, lots) WITH ORDINALITY AS x (debit, phase, lot, place)
        WHERE x.lot IS NOT NULL AND x.phase IN ('post', 'hold') AND acc_lotted[array_position(acc, x.debit)]
            AND x.debit = ANY (debits[:x.place - 1] || credits[:x.place - 1]))
    THEN
        k := 0;
        BEGIN
            WHILE k < n LOOP
                k := k + 1;
                SELECT p.outcomes[1], p.stands[1] INTO code, amount FROM ledger_post(
                    ids[k:k], sites[k:k], groups[k:k], kinds[k:k], phases[k:k], debits[k:k], credits[k:k],
                    amounts[k:k], holds[k:k], reversals[k:k], rests[k:k], expiries[k:k], occurred[k:k], actors[k:k],
                    subjects[k:k], standards[k:k], memos[k:k], fingerprints[k:k], lots[k:k]) p;
                outcomes[k] := code; stands[k] := amount;
                IF code NOT IN ('posted', 'replay') THEN RAISE EXCEPTION USING ERRCODE = 'NL001'; END IF;
            END LOOP;
        EXCEPTION WHEN SQLSTATE 'NL001' THEN
            outcomes := array_fill('sibling_refused'::text, ARRAY[n]);
            outcomes[k] := code;
            stands := array_fill(0::bigint, ARRAY[n]);
        END;
        RETURN;
    END IF;

    -- decide, one request after the other
    FOR i IN 1..n LOOP
        amount := amounts[i];
        known_at := array_position(known, ids[i]);
        before := array_position(ids, ids[i]);
        IF known_at IS NOT NULL OR before < i THEN
            IF coalesce(known_print[known_at], fingerprints[before]) = fingerprints[i] THEN
                outcomes[i] := 'replay'; stands[i] := coalesce(known_amount[known_at], amounts[before]);
                CONTINUE;
            END IF;
            code := 'key_reused';
        ELSE
            d := array_position(acc, debits[i]);
            c := array_position(acc, credits[i]);
            reversed := reversals[i];
            h := CASE WHEN holds[i] IS NULL THEN NULL ELSE array_position(hold_id, holds[i]) END;
            code := CASE
                WHEN d IS NULL OR c IS NULL OR acc_site[d] <> sites[i] OR acc_site[c] <> sites[i] THEN 'no_account'
                WHEN acc_unit[d] <> acc_unit[c] THEN 'wrong_unit'
                WHEN phases[i] <> 'release' AND (acc_closed[d] OR acc_closed[c]) THEN 'closed'
            END;
            IF code IS NULL THEN
                IF reversed IS NOT NULL THEN
                    known_at := array_position(known, reversed);
                    before := array_position(ids[:i - 1], reversed);
                    code := CASE
                        WHEN known_at IS NULL AND before IS NULL
                            OR coalesce(known_phase[known_at], phases[before]) NOT IN ('post', 'capture')
                            OR coalesce(known_reverses[known_at], reversals[before]) IS NOT NULL
                            OR coalesce(known_debit[known_at], debits[before]) <> credits[i]
                            OR coalesce(known_credit[known_at], credits[before]) <> debits[i]
                            OR coalesce(known_amount[known_at], amounts[before]) <> amount
                            OR coalesce(known_kind[known_at], kinds[before]) <> kinds[i] THEN 'no_transfer'
                        WHEN reversed = ANY (undone) THEN 'already_reversed'
                    END;
                ELSIF NOT ledger_allows(kinds[i], acc_kind[d], acc_kind[c], acc_unit[d]) THEN
                    code := 'kind_not_allowed';
                END IF;
            END IF;
            IF code IS NULL THEN
                IF phases[i] IN ('capture', 'release') THEN
                    code := CASE
                        WHEN h IS NULL OR hold_acc[h] <> debits[i] THEN 'no_hold'
                        WHEN hold_captured[h] + hold_released[h] + amount > hold_amount[h] THEN 'hold_spent'
                    END;
                ELSIF new_posted[d] - new_held[d] - amount < floors[d] THEN
                    code := 'not_enough';
                ELSIF acc_lotted[d] AND lots[i] IS NOT NULL AND NOT ledger_lot_has(sites[i], debits[i], lots[i], amount)
                THEN
                    code := 'not_enough';
                END IF;
                IF code IS NULL AND phases[i] IN ('post', 'capture') AND new_posted[c] + amount > ceilings[c] THEN
                    code := 'above_ceiling';
                END IF;
            END IF;
        END IF;
        IF code IS NOT NULL THEN
            outcomes := array_fill('sibling_refused'::text, ARRAY[n]);
            outcomes[i] := code;
            stands := array_fill(0::bigint, ARRAY[n]);
            RETURN;
        END IF;

        stands[i] := amount;
        units[i] := acc_unit[d];
        changed[d] := true;
        IF phases[i] = 'hold' THEN
            new_held[d] := new_held[d] + amount;
            hold_count := hold_count + 1;
            hold_id[hold_count] := ids[i]; hold_site[hold_count] := sites[i]; hold_acc[hold_count] := debits[i];
            hold_amount[hold_count] := amount; hold_captured[hold_count] := 0; hold_released[hold_count] := 0;
            hold_new[hold_count] := true; hold_expiry[hold_count] := expiries[i];
        ELSIF phases[i] = 'release' THEN
            new_held[d] := new_held[d] - amount;
            hold_released[h] := hold_released[h] + amount;
        ELSE
            IF phases[i] = 'capture' THEN
                new_held[d] := new_held[d] - amount;
                hold_captured[h] := hold_captured[h] + amount;
                rest := hold_amount[h] - hold_captured[h] - hold_released[h];
                IF rests[i] IS NOT NULL AND rest > 0 THEN
                    new_held[d] := new_held[d] - rest;
                    hold_released[h] := hold_released[h] + rest;
                    rest_of := rest_of || i; rest_amount := rest_amount || rest; rest_hold := rest_hold || h;
                END IF;
            END IF;
            changed[c] := true;
            new_posted[d] := new_posted[d] - amount;
            seqs[d] := seqs[d] + 1;
            new_posted[c] := new_posted[c] + amount;
            seqs[c] := seqs[c] + 1;
            d_seq[i] := seqs[d]; d_balance[i] := new_posted[d];
            c_seq[i] := seqs[c]; c_balance[i] := new_posted[c];
        END IF;
        IF reversed IS NOT NULL THEN undone := undone || reversed; END IF;
    END LOOP;
    IF NOT 'posted' = ANY (outcomes) THEN RETURN; END IF;

    -- write
    UPDATE ledger_balance b SET posted = u.posted, held = u.held, seq = u.seq
    FROM unnest(acc_site, acc, new_posted, new_held, seqs, changed) AS u (site, account, posted, held, seq, is_changed)
    WHERE u.is_changed AND b.site_id = u.site AND b.account_id = u.account;

    INSERT INTO ledger_transfer (site_id, id, "group", kind, phase, unit, debit, credit, amount, hold, reverses,
        occurred_at, recorded_at, actor, subject, standard_version, memo, fingerprint, xact)
    SELECT u.site, u.id, u.grp, u.kind, u.phase, u.unit, u.debit, u.credit, u.amount, u.hold, u.reverses,
        u.occurred_at, recorded, u.actor, u.subject, u.standard, coalesce(u.memo, ''), u.print, pg_current_xact_id()::text::bigint
    FROM unnest(sites, ids, groups, kinds, phases, units, debits, credits, amounts, holds, reversals, occurred, actors,
        subjects, standards, memos, fingerprints, outcomes)
        AS u (site, id, grp, kind, phase, unit, debit, credit, amount, hold, reverses, occurred_at, actor, subject,
            standard, memo, print, outcome)
    WHERE u.outcome = 'posted';

    INSERT INTO ledger_entry (site_id, account_id, seq, transfer_id, amount, balance, recorded_at)
    SELECT u.site, leg.account, leg.seq, u.id, leg.amount, leg.balance, recorded
    FROM unnest(sites, ids, amounts, debits, d_seq, d_balance, credits, c_seq, c_balance)
        AS u (site, id, amount, debit, d_seq, d_balance, credit, c_seq, c_balance)
    CROSS JOIN LATERAL (VALUES
        (u.debit, u.d_seq, -u.amount, u.d_balance), (u.credit, u.c_seq, u.amount, u.c_balance)
    ) AS leg (account, seq, amount, balance)
    WHERE u.d_seq IS NOT NULL;

    FOR k IN 1..cardinality(rest_of) LOOP
        i := rest_of[k]; h := rest_hold[k];
        INSERT INTO ledger_transfer (site_id, id, "group", kind, phase, unit, debit, credit, amount, hold,
            occurred_at, recorded_at, actor, subject, standard_version, memo, fingerprint, xact)
        SELECT sites[i], rests[i], groups[i], kinds[i], 'release', units[i], debits[i], made.credit, rest_amount[k],
            holds[i], occurred[i], recorded, actors[i], subjects[i], standards[i], coalesce(memos[i], ''), fingerprints[i],
            pg_current_xact_id()::text::bigint
        FROM ledger_transfer made WHERE made.site_id = sites[i] AND made.id = holds[i];
    END LOOP;

    IF hold_count > 0 THEN
        UPDATE ledger_hold x SET captured = u.captured, released = u.released
        FROM unnest(hold_site, hold_id, hold_captured, hold_released, hold_new) AS u (site, id, captured, released, is_new)
        WHERE NOT u.is_new AND x.site_id = u.site AND x.transfer_id = u.id;
        INSERT INTO ledger_hold (site_id, transfer_id, account_id, amount, captured, released, expires_at)
        SELECT u.site, u.id, u.account, u.amount, u.captured, u.released, u.expires_at
        FROM unnest(hold_site, hold_id, hold_acc, hold_amount, hold_captured, hold_released, hold_expiry, hold_new)
            AS u (site, id, account, amount, captured, released, expires_at, is_new)
        WHERE u.is_new;
    END IF;

    IF has_lots THEN
        FOR i IN 1..n LOOP
            d := array_position(acc, debits[i]);
            c := array_position(acc, credits[i]);
            IF outcomes[i] = 'posted' AND (acc_lotted[d] OR acc_lotted[c]) THEN
                PERFORM ledger_move_lots(sites[i], ids[i], phases[i], debits[i], credits[i], acc_lotted[d],
                    acc_lotted[c], amounts[i], holds[i], reversals[i], lots[i]);
                k := array_position(rest_of, i);
                IF k IS NOT NULL AND acc_lotted[d] THEN
                    PERFORM ledger_move_lots(sites[i], rests[i], 'release', debits[i], credits[i], true, false,
                        rest_amount[k], holds[i], NULL, NULL);
                END IF;
            END IF;
        END LOOP;
    END IF;
END $$;
