-- hits that are there more than once
select hit_id, count(*) as times
from hits
group by hit_id
having count(*) > 1
order by hit_id
limit 10
