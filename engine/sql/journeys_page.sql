-- one page of the visits of several pageviews that meet the conditions, newest first
with visits as (
    __VISITS__
),
page as (
    select day, started_at, visit_id
    from visits
    where pageviews > 1 and __WHERE__
    order by day desc, started_at desc, visit_id desc
    limit $size offset $skipped
)
select
    visitor,
    list_transform(pages, lambda page: {'path': page.path, 'visited_ms': epoch_ms(started_at) + page.after_ms}) as pages,
    epoch_ms(started_at) as started_ms,
    duration_ms,
    referrer,
    country,
    browser
from visits
where visit_id in (select visit_id from page)
order by day desc, started_at desc, visit_id desc
