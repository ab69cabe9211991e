-- rollup rows of closed days; a month's file may be ahead of a day that is just being closed
create or replace temp view rollups as
select __ROLLUP_COLUMNS__
from _rollups
where
    (site_id, day) in (select (site_id, day) from _closed_days)
    or (site_id, strftime(day, '%Y-%m')) in (select (site_id, month) from _closed_months)
