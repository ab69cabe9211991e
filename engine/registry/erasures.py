"""Deleting a site. It is marked first; the lake erases its hits, as often as it takes, and never shows them again."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from engine.registry.database import Database
from engine.registry.mirror import Mirror
from engine.registry.tables import ERASED_SITES, METADATA, SITES
from engine.uptime.tables import DOWNTIMES, MONITORS
from schemas.errors import NotFoundError


class Erasures:
    """`sites` is answered from memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mirror = Mirror(database, "sites", _load)

    def sites(self) -> frozenset[int]:
        """Ids of all sites that were ever deleted."""
        return self._mirror.picture()

    def erase(self, site_id: int) -> None:
        """From now on there is no such site, and every row of it in the database is gone; its files follow soon.

        Raises NotFoundError.
        """
        with self._database.write("sites") as connection:
            if connection.execute(select(SITES.c.id).where(SITES.c.id == site_id)).first() is None:
                raise NotFoundError(f"there is no site {site_id}")
            mark = insert(ERASED_SITES).values(site_id=site_id, erased_at=self._database.now())
            connection.execute(mark)
            _delete_rows(connection, [site_id])
            connection.execute(delete(SITES).where(SITES.c.id == site_id))
        self._database.empty_write_ahead_log()

    def sweep(self) -> None:
        """Deletes rows that came while their site was being deleted, such as a count of drops."""
        erased = self.sites()
        if not erased:
            return
        with self._database.write() as connection:
            gone = _delete_rows(connection, erased)
        if gone:
            self._database.empty_write_ahead_log()


def _delete_rows(connection: Connection, site_ids: Iterable[int]) -> int:
    """Of every table that speaks of sites by `site_id`, and how many there were."""
    chosen = list(site_ids)
    # What names another table's rows goes before them: that is the order backwards.
    tables = [table for table in reversed(METADATA.sorted_tables) if "site_id" in table.c and table is not ERASED_SITES]
    monitors = select(MONITORS.c.id).where(MONITORS.c.site_id.in_(chosen))
    gone = connection.execute(delete(DOWNTIMES).where(DOWNTIMES.c.monitor_id.in_(monitors))).rowcount
    for table in tables:
        gone += connection.execute(delete(table).where(table.c.site_id.in_(chosen))).rowcount
    return gone


def _load(connection: Connection) -> frozenset[int]:
    return frozenset(connection.execute(select(ERASED_SITES.c.site_id)).scalars())
