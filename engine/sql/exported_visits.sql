-- hits of exported visits
select started_at + to_milliseconds(hit.after_ms) as created_at, visitor, hit.* exclude (after_ms)
from (select started_at, visitor, unnest(__HITS_OF_VISIT__) as hit from __SOURCE__ where __WHOLE__)
