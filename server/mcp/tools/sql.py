"""Everything that the other tools do not answer."""

from typing import Annotated

from pydantic import Field

from server.mcp.answers import SqlAnswer
from server.mcp.desk import Desk

MOST_ROWS = 1000

Query = Annotated[str, Field(description="One SELECT in DuckDB's SQL, without parameters.")]
MostRows = Annotated[
    int, Field(ge=1, le=MOST_ROWS, description="So many rows at most; is_cut says that there are more.")
]


def run_sql(desk: Desk, query: Query, max_rows: MostRows = 100) -> SqlAnswer:
    """Run one read-only SELECT with DuckDB over the hits of all sites; for what the other tools do not answer.

    Views: hits (a row a pageview or event: site_id, day, hour, created_at, visitor, event, path, referrer_host,
    source, country, browser, platform, device, ...), visits (a row a visit: site_id, day, started_at, duration_ms,
    pageviews, events, bounce, entry, exit, pages, ...), rollups (closed days, without today: site_id, day, dimension,
    value and the metrics), imported (the same of days without hits, as another system counted them, its name in origin)
    and checks (of uptime). All columns: the resource hitlake://columns, or DESCRIBE hits. day is in the site's time
    zone, instants are in UTC. Count visitors as count(distinct (day, visitor)), for a visitor is another one on the
    next day. Name site_id (list_sites has ids) and bound the day: time, memory and the answer's size are limited, and
    an error says which limit it was. Whole numbers over 2^53, such as visitor, come as texts.
    """
    answer = desk.ad_hoc.ask(query, max_rows)
    return SqlAnswer(answer.columns, answer.rows, answer.is_cut)
