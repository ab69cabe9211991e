-- rows of one site and its days, first and last included, to be written to a file
select __COLUMNS__
from __RELATION__
where site_id = $site_id and day between $first and $last
