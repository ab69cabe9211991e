-- Chance that is the same on every machine and for every version of DuckDB (whose own hash() may change).
-- All keys and draws are numbers of 32 bits.

-- One round of mixing: one-to-one, so different numbers stay different.
create macro mixed(x, factor) as (xor(x, x >> 16) * factor) & 4294967295;

-- The key of the nth thing of a day: two things of one day never share it.
create macro numbered(seed, n) as mixed(mixed(xor(seed, (n::ubigint * 2654435761) & 4294967295), 2146121005), 2221713035);

-- What a key draws for one purpose; its high bits are the good ones, so `spin` and `share` are made of those.
create macro draw(key, purpose) as
    mixed((xor(key, (purpose::ubigint * 2246822519) & 4294967295) * 2146121005) & 4294967295, 2221713035);

-- A whole number from 0 to below count.
create macro spin(key, purpose, count) as ((draw(key, purpose) * count::ubigint) >> 32)::integer;

-- From 0 to below 1.
create macro share(key, purpose) as draw(key, purpose)::double / 4294967296;

-- A rank from 0 to below count, each about as likely as (rank + 1) to the power of -0.8, as pages of a site are.
create macro ranked(share, count) as
    least(floor(pow(1 + share * (pow(count + 1, 0.2) - 1), 5)) - 1, count - 1)::integer;

-- Milliseconds from a visit's first hit to its nth: steps of 0.4 to 1.6 times its pace, so in order.
create macro step_ms(pace_ms, key, n) as if(n = 0, 0, floor(pace_ms * (n + 0.6 * share(key, 200 + n)))::bigint);
