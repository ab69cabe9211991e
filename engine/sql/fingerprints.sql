-- what tells one set of hits of a day from another
select day, count(*) || '.' || min(hit_id) || '.' || max(hit_id) || '.' || bit_xor(hit_id) as fingerprint
from hits
group by day
order by day
