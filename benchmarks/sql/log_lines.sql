-- Lines of a log in combined format for made-up pageviews: the page, every other time what it loads, and now and then
-- a robot, or a page that is not there.
with lines as (
    select
        hits.*,
        unnest(
            case
                when hit_id % 2 = 0 then [path, '/assets/site.css', '/assets/site.js', '/assets/logo.svg', '/favicon.ico']
                when hit_id % 7 = 0 then [path, 'robot', 'robot']
                else [path]
            end
        ) as target,
        hit_id % 97 = 0 as is_missing
    from hits
    where event is null
)

select
    concat(
        20 + visitor % 80, '.', (visitor >> 8) & 255, '.', (visitor >> 16) & 255, '.', 1 + ((visitor >> 24) & 127),
        ' - - [', strftime(created_at::timestamp, '%d/%b/%Y:%H:%M:%S'), ' +0000] "GET ',
        if(target = 'robot', path, target), if(is_missing, '/missing', ''),
        ' HTTP/1.1" ', if(is_missing, '404 ', '200 '), 400 + visitor % 40000,
        ' "', case when target = path then coalesce(referrer, '-') when target = 'robot' then '-' else 'https://' || $domain || path end,
        '" "', if(target = 'robot', $robots[1 + (visitor % len($robots))::integer], user_agent), '"'
    ) as line
from lines
join user_agents using (browser, platform, device)
where user_agents.number = visitor % $versions
