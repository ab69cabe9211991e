"""The server that an assistant starts and talks to on standard input and output."""

import time
from typing import Any

from mcp.server.mcpserver import MCPServer

from server.mcp.desk import Desk, opened_desk
from server.mcp.resources import add_resources
from server.mcp.toolbox import STRANGERS, add_tools
from server.settings import Settings
from server.version import installed_version

INSTRUCTIONS = f"""Web analytics of the sites of this Hitlake, read-only. Begin with list_sites where you know no site.
get_stats for totals and their course, get_breakdown for pages, referrers, countries, devices and events, get_journeys
for the order of pages, get_leaderboard for all time, get_insights for what changed, get_realtime for now, run_sql for
the rest. The resource hitlake://metrics defines every number. {STRANGERS}"""


def build_server(desk: Desk) -> MCPServer[Any]:
    server: MCPServer[Any] = MCPServer(
        "hitlake", title="Hitlake", instructions=INSTRUCTIONS, version=installed_version() or "0", log_level="WARNING"
    )
    add_tools(server, desk)
    add_resources(server, desk)
    return server


def serve(settings: Settings) -> None:
    """Until standard input ends. Raises BadInputError where there is no DATA."""
    with opened_desk(settings, lambda: time.time_ns() // 1_000_000) as desk:
        build_server(desk).run("stdio")
