-- how many hits there are
select count(*)
from (
    __HITS__
)
