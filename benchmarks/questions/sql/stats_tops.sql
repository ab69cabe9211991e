-- the ten values of each kind with most pageviews
select * from (
    select 'path' as kind, path as value, count(*) as views from hits
    where site_id = $site and day between $first and $last and event is null
    group by path order by views desc, value limit 10
) as paths
union all
select * from (
    select 'referrer' as kind, referrer_host as value, count(*) as views from hits
    where site_id = $site and day between $first and $last and event is null and referrer_host is not null
    group by referrer_host order by views desc, value limit 10
) as referrers
union all
select * from (
    select 'browser' as kind, browser as value, count(*) as views from hits
    where site_id = $site and day between $first and $last and event is null and browser is not null
    group by browser order by views desc, value limit 10
) as browsers
union all
select * from (
    select 'country' as kind, country as value, count(*) as views from hits
    where site_id = $site and day between $first and $last and event is null and country is not null
    group by country order by views desc, value limit 10
) as countries
