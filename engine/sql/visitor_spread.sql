-- How hits of the days from $first on are spread over visitors, by site; $least hits at least.
select
    site_id,
    count(*) as hits,
    count(distinct (day, visitor)) as visitors,
    max(of_visitor) as most_of_one,
    count(country) as with_country
from (
    select site_id, day, visitor, country, count(*) over (partition by site_id, day, visitor) as of_visitor
    from hits
    where day >= $first
)
group by site_id
having count(*) >= $least
order by site_id
