-- hits of the chosen days: those filed already, and those of segments that are not among them
create or replace temp table hits as
with filed as (
    __FILED__
),
waiting as (
    __WAITING__
)
select * from filed
union all
select waiting.* from waiting anti join filed using (hit_id)
