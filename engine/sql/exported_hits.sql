-- exported hits as hits of the site that they are imported to; its time zone says their days
select
    0::bigint as hit_id,
    $site_id::integer as site_id,
    timezone($zone, created_at)::date as day,
    hour(timezone($zone, created_at))::tinyint as hour,
    __COLUMNS__
from __SOURCE__
