-- the ten newest visits of several pages with their pages, how many have several and one, and where they begin and end
with marked as (
    select
        day, visitor, created_ms, hit_id, event, path,
        case when created_ms - lag(created_ms) over visitor_day <= 1800000 then 0 else 1 end as opens
    from hits
    where site_id = $site and day between $first and $last
    window visitor_day as (partition by day, visitor order by created_ms, hit_id)
),
numbered as (
    select
        day, visitor, created_ms, hit_id, event, path,
        sum(opens) over (
            partition by day, visitor order by created_ms, hit_id rows between unbounded preceding and current row
        ) as visit
    from marked
),
placed as (
    select
        day, visitor, visit, path, created_ms, hit_id, event,
        min(created_ms) over whole_visit as started_ms,
        min(hit_id) over whole_visit as first_id,
        sum(case when event is null then 1 else 0 end) over whole_visit as pageviews,
        sum(case when event is null then 1 else 0 end) over (
            partition by day, visitor, visit order by created_ms, hit_id
            rows between unbounded preceding and current row
        ) as place
    from numbered
    window whole_visit as (partition by day, visitor, visit)
),
visits as (
    select
        day, visitor, visit, started_ms, first_id, pageviews,
        max(case when event is null and place = 1 then path end) as entry_page,
        max(case when event is null and place = pageviews then path end) as exit_page
    from placed
    where pageviews > 0
    group by day, visitor, visit, started_ms, first_id, pageviews
),
newest as (
    select
        day, visitor, visit, started_ms, first_id,
        row_number() over (order by started_ms desc, first_id desc) as rank
    from visits
    where pageviews > 1
    order by started_ms desc, first_id desc
    limit 10
)
select 'several' as kind, 0 as place, 0 as visitor, '' as path, 0 as at_ms, count(*) as number
from visits where pageviews > 1
union all
select 'single', 0, 0, '', 0, count(*) from visits where pageviews = 1
union all
select * from (
    select 'entry', 0, 0, entry_page, 0, count(*) as number
    from visits group by entry_page order by number desc, entry_page limit 10
) as entries
union all
select * from (
    select 'exit', 0, 0, exit_page, 0, count(*) as number
    from visits group by exit_page order by number desc, exit_page limit 10
) as exits
union all
select 'view', newest.rank, placed.visitor, placed.path, placed.created_ms, placed.place
from newest
join placed on placed.day = newest.day and placed.visitor = newest.visitor and placed.visit = newest.visit
where placed.event is null
