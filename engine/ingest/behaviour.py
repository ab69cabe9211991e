"""Robots that pass for browsers, found in logs by what they ask for."""

from typing import TYPE_CHECKING

from engine.ingest.distinct import once_each

if TYPE_CHECKING:
    import polars as pl

_ROBOTS_TXT = r"(?i)^(?:https?://[^/]*)?/+robots\.txt(?:\?|$)"

_PROBE = (
    r"(?i)/(?:wp-(?:login|admin|content|includes|json)|xmlrpc\.php|administrator/|admin\.php|phpmyadmin|pma/"
    r"|\.env|\.git/|cgi-bin/|vendor/phpunit|setup\.php|config\.php)"
)

_ASSET = r"(?i)\.(?:css|js|mjs|png|jpe?g|gif|ico|svg|webp|avif|woff2?|ttf|bmp)(?:\?|$)"

PAGES_WITHOUT_ASSETS = 5
CLIENTS_WITH_ASSETS = 0.05

_MERGE_ROWS = 200_000
"""Pieces are merged once they have this many clients, and as many as are known: so merging costs little a line."""


class Behaviour:
    """What the clients (address with user agent) of a log ask for, gathered from one piece of the log after another.

    Give it all lines, with errors and static files, of as long a time as there is. A client is a robot if it

    - asks for /robots.txt, which no browser does;
    - looks for the weak spots of software (`/wp-login.php` and the like) and finds none of it here;
    - reads five different pages and never asks for a style sheet, a script or an image, in a log where one in twenty of
      those that read a page does (on two real logs: 9 and 54 of a hundred).

    Keeps about 100 bytes a client, and neither its address nor its user agent.
    """

    def __init__(self) -> None:
        self._pieces: list[pl.DataFrame] = []
        self._merged = 0
        self._waiting = 0

    def add(self, lines: "pl.DataFrame") -> "pl.Series":
        """The client of each line, a number; null for lines without an address, which are nobody's.

        `lines` has the String columns `address`, `user_agent` and `path` (with or without a query) and an integer
        `status`.
        """
        signs = lines.select("status", _client()).with_columns(*once_each(lines["path"], *_signs_of_paths()))
        signs = signs.select("client", "asks", "asset", "probes", *_signs_of_answers())
        piece = _by_client(signs.filter(signs["client"].is_not_null()), "page")
        self._pieces.append(piece)
        self._waiting += piece.height
        if self._waiting > max(_MERGE_ROWS, self._merged):
            self._merge()
        return signs["client"]

    def robots(self) -> "pl.Series":
        """The clients that behave like robots."""
        import polars as pl

        if not self._pieces:
            return pl.Series("client", [], pl.UInt64)
        clients = self._merge().with_columns(pages=pl.col("pages").list.len())
        readers = clients.filter(~pl.col("asks") & (pl.col("pages") > 0))["asset"]
        blind = pl.lit(readers.sum() >= CLIENTS_WITH_ASSETS * len(readers)) & ~pl.col("asset")
        in_vain = pl.col("probes") & ~pl.col("finds")
        reads_on = pl.col("pages") >= PAGES_WITHOUT_ASSETS
        return clients.filter(pl.col("asks") | in_vain | (blind & reads_on))["client"]

    def _merge(self) -> "pl.DataFrame":
        import polars as pl

        merged = _by_client(pl.concat(self._pieces), pl.col("pages").explode())
        self._pieces, self._merged, self._waiting = [merged], merged.height, 0
        return merged


def _client() -> "pl.Expr":
    import polars as pl

    return pl.when(pl.col("address").is_not_null()).then(pl.struct("address", "user_agent").hash()).alias("client")


def _signs_of_paths() -> "list[pl.Expr]":
    import polars as pl

    path = pl.col("path")
    signs = {"asks": _ROBOTS_TXT, "asset": _ASSET, "probes": _PROBE}
    return [*(path.str.contains(text).alias(name) for name, text in signs.items()), path.hash().alias("page")]


def _signs_of_answers() -> "list[pl.Expr]":
    import polars as pl

    good = pl.col("status").is_between(200, 299) | (pl.col("status") == 304)
    page = pl.when(good & ~pl.col("asset")).then(pl.col("page"))
    return [(pl.col("probes") & good).fill_null(value=False).alias("finds"), page.alias("page")]


def _by_client(signs: "pl.DataFrame", pages: "str | pl.Expr") -> "pl.DataFrame":
    """One row a client; of its pages no more than are asked about."""
    import polars as pl

    page = pl.col(pages) if isinstance(pages, str) else pages
    return signs.group_by("client").agg(
        pl.col("asks", "asset", "probes", "finds").any(),
        pages=page.drop_nulls().unique().head(PAGES_WITHOUT_ASSETS),
    )
