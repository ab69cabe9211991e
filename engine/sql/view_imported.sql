-- rollup rows that another system counted; those of days with hits of our own are superseded
create or replace temp view imported as
select __IMPORTED_COLUMNS__
from _imported
where (site_id, day) not in (select (site_id, day) from rollups where dimension = 'total')
    and (site_id, day) not in (select (site_id, day) from _open_hits)
