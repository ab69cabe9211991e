-- every hit once, as the server counts it
create or replace temp view hits as
select __HIT_COLUMNS__ from _closed_hits
union all
select __HIT_COLUMNS__ from _open_hits
