-- hits of some sites in memory, with the columns that totals need
select site_id, day, visitor, event
from hot
where list_contains($site_ids, site_id)
