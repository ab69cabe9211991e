-- hits that are not closed yet: flushed or in the journal, without those of closed days
create or replace temp view _open_hits as
with waiting as (
    select __HIT_COLUMNS__ from _recent
    union all
    select __HIT_COLUMNS__ from _hot
)
select __HIT_COLUMNS__
from waiting
anti join _closed_days using (site_id, day)
where (site_id, strftime(day, '%Y-%m')) not in (select (site_id, month) from _closed_months)
