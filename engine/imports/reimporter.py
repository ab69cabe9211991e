"""Exported hits, stored like those of a log."""

from dataclasses import dataclass

from engine.imports.exported import FORMAT_NAME, ExportedHits
from engine.imports.prefixes import digest_of
from engine.imports.storing import Imported, Origin, Storing
from engine.imports.summary import Summary
from engine.registry.imports import Imports
from engine.statements import Statements
from schemas.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Reimporter:
    """Only inside `delivery.alone`."""

    storing: Storing
    ledger: Imports
    statements: Statements

    def run(self, exported: ExportedHits, site: Site, *, again: bool) -> Imported:
        """BadInputError: the file cannot be read; nothing of it was imported."""
        digest = digest_of(exported.path)
        summary = Summary(log=str(exported.path), format=FORMAT_NAME, dropped={}, unparsed={})
        with exported.opened() as opened:
            exported.take_account(opened, summary)
            rows = summary.lines
            if not again and self.ledger.of_content(site.id, digest) is not None:
                return Imported(summary=Summary(log=summary.log, format=FORMAT_NAME, known_lines=rows))
            origin = Origin(content=digest, size_bytes=exported.path.stat().st_size, lines=rows)
            return self.storing.store(exported.tables(opened, site, self.statements), rows, site, origin, summary)
