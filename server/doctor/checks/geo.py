"""How old the database is that knows the places of addresses."""

from collections.abc import Iterator

from engine.ingest.places import Places
from schemas.errors import BadInputError
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning
from server.foundations import geo_path

OLD_DAYS = 365
"""Countries of addresses change slowly, and the database that comes along may be as old as the release."""

_REMEDY = "download a newer one (DB-IP or MaxMind, .mmdb) and name it in geo_database"


def check_geo(case: Case) -> Iterator[Finding]:
    path = geo_path(case.settings)
    if case.settings.geo_database is None and not path.exists():
        yield ok("geo database", "the one that comes along is unpacked when the server starts")
        return
    try:
        with Places(path) as places:
            days = int((case.now_ms / 1000 - places.built_at) / 86400)
    except BadInputError as error:
        yield problem("geo database", str(error), "mend geo_database: the server does not start without it")
        return
    text = f"{path.name} was built {days} days ago"
    yield warning("geo database", text, _REMEDY) if days > OLD_DAYS else ok("geo database", text)
