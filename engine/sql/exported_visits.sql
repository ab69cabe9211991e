-- whole rows of exported visits; their days and hours are those of the site
select
    * replace (
        timezone($zone, started_at)::date as day,
        hour(timezone($zone, started_at))::tinyint as hour,
        __PAGES__ as pages
    )
from __COUNTS__
where __WHOLE__
