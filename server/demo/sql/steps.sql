-- Made-up hits of the cells (one site and day each) as numbers: when, who, which page, which turns of the wheels.
with numbered_visits as (
    select *, unnest(range(most_visits)) as number
    from cells
),

keyed as (
    select *, numbered(seed, number) as visit_key
    from numbered_visits
),

-- Some visitors come back: a visit may belong to the visitor of one of the three before it.
owned as (
    select *, greatest(0, number - if(spin(visit_key, 1, 100) < 12, 1 + spin(visit_key, 2, 3), 0)) as visitor_number
    from keyed
),

drawn as (
    select
        *,
        numbered(seed, visitor_number) as visitor_key,
        if(spin(visit_key, 3, 1000) < viral_permille, 1000, spin(visit_key, 4, 1000)) as channel_spin,
        if(
            spin(visit_key, 5, 100) < $bounce_percent,
            1,
            least($longest, 2 + floor(ln(1 - share(visit_key, 6)) / ln($stay)))
        )::integer as pageviews,
        spin(visit_key, 7, 100) as landing_spin,
        spin(visit_key, 9, $trails) as trail
    from owned
),

entered as (
    select
        drawn.*,
        entry_kind,
        if(section = 'viral', viral_page, first_page + ranked(share(visit_key, 8), section_pages))::integer as entry
    from drawn
    join channels using (channel_spin)
    join landings using (landing, landing_spin)
),

-- A click may be the last thing of a visit; which one follows from the last page.
clicked as (
    select entered.*, (spin(visit_key, 11, 1000) < permille)::integer as clicks
    from entered
    left join trails
        on trails.start = least(entry, $archive) and trails.trail = entered.trail and trails.step = pageviews - 1
    join clicks on clicks.kind = coalesce(trails.kind, entry_kind)
),

counted as (
    select *, sum(pageviews + clicks) over (partition by cell order by number rows unbounded preceding)::bigint as so_far
    from clicked
),

-- The last visit of a day gives up what is over the day's number of hits.
taken as (
    select *, (pageviews + clicks - greatest(0, so_far - hits))::integer as steps
    from counted
    where so_far - (pageviews + clicks) < hits
),

-- A visitor who comes back does so 40 to 160 minutes later, or was there as long before, within the day.
due as (
    select
        taken.*,
        (local_hour * 3600000 + spin(visitor_key, 12, 3600000))::bigint as first_ms,
        (number - visitor_number) * (2400000 + spin(visit_key, 13, 7200000))::bigint as away_ms,
        10000 * exp(share(visit_key, 10) * ln(36)) as pace_ms
    from taken
    join hours on hour_spin = spin(visitor_key, 14, 200)
),

arrived as (
    select
        *,
        first_ms + if(first_ms + away_ms < 86000000, away_ms, -away_ms) as local_ms,
        step_ms(pace_ms, visit_key, steps - 1) as duration_ms
    from due
),

-- From local time to time since midnight, and early enough to end within the day.
begun as (
    select
        *,
        greatest(
            0,
            least(local_ms - if(local_ms - shift_ms >= change_ms, shift_ms, 0), length_ms - 1 - duration_ms)
        ) as start_ms
    from arrived
),

stepped as (
    select
        cell, site_id, day, domain, seed, midnight_ms, change_ms, shift_ms, number, visit_key, visitor_key,
        channel_spin, entry, entry_kind, trail, pageviews, start_ms, pace_ms,
        unnest(range(steps))::integer as step
    from begun
),

placed as (
    select
        stepped.*,
        coalesce(trails.kind, entry_kind) as page_kind,
        start_ms + step_ms(pace_ms, visit_key, stepped.step) as elapsed_ms,
        if(
            trails.page = $any_post,
            $first_post + ranked(share(visit_key, 100 + least(stepped.step, pageviews - 1)), $posts),
            coalesce(trails.page, entry)
        ) as page
    from stepped
    left join trails
        on trails.start = least(entry, $archive)
        and trails.trail = stepped.trail
        and trails.step = least(stepped.step, pageviews - 1)
),

timed as (
    select *, midnight_ms + elapsed_ms as created_ms
    from placed
)

select
    row_number() over (order by created_ms, cell, number, step) as place,
    cell,
    created_ms,
    ((elapsed_ms + if(elapsed_ms >= change_ms, shift_ms, 0)) // 3600000)::tinyint as hour,
    visitor_key * 4294967296 + xor(seed, visitor_key) as visitor,
    page,
    if(step = pageviews, page_kind, null) as click_kind,
    if(step = 0, channel_spin, null) as channel_spin,
    spin(visitor_key, 15, 1000) as agent_spin,
    spin(visitor_key, 16, 1000) as country_spin,
    spin(visitor_key, 17, 100) as language_spin
from timed
where created_ms >= $from_ms and created_ms < $until_ms
