-- one page of the pageviews that meet the conditions, newest first
with hits as (
    __HITS__
),
page as (
    select day, created_at, hit_id
    from hits
    where event is null and __WHERE__
    order by day desc, created_at desc, hit_id desc
    limit $size offset $skipped
)
select hit_id, url, path, referrer, source, country, browser, platform, device, epoch_ms(created_at) as created_ms
from hits
where hit_id in (select hit_id from page)
order by day desc, created_at desc, hit_id desc
