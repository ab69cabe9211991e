"""Robots that pass for browsers, found in logs by what they ask for."""

from typing import TYPE_CHECKING

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


def behaves_like_robot(lines: "pl.DataFrame") -> "pl.Series":
    """For each line of a log, whether its client (address with user agent) behaves like a robot anywhere in `lines`.

    `lines` has the String columns `address`, `user_agent` and `path` (with or without a query) and an integer `status`.
    Give it all lines, with errors and static files, of as long a time as there is. A client is a robot if it

    - asks for /robots.txt, which no browser does;
    - looks for the weak spots of software (`/wp-login.php` and the like) and finds none of it here;
    - reads five different pages and never asks for a style sheet, a script or an image, in a log where one in twenty of
      those that read a page does (on two real logs: 9 and 54 of a hundred).

    Lines without an address are nobody's and never marked.
    """
    import polars as pl

    path, good = pl.col("path"), pl.col("status").is_between(200, 299) | (pl.col("status") == 304)
    signs = lines.select(
        "address",
        "user_agent",
        path,
        asks=path.str.contains(_ROBOTS_TXT).fill_null(value=False),
        probe=path.str.contains(_PROBE).fill_null(value=False),
        asset=path.str.contains(_ASSET).fill_null(value=False),
        good=good.fill_null(value=False),
    )
    pages = pl.col("path").filter(pl.col("good") & ~pl.col("asset")).n_unique()
    clients = signs.group_by("address", "user_agent").agg(
        pl.col("asks").any(),
        pl.col("asset").any(),
        probes=pl.col("probe").any() & ~(pl.col("probe") & pl.col("good")).any(),
        pages=pages,
    )
    readers = clients.filter(~pl.col("asks") & (pl.col("pages") > 0))["asset"]
    logs_assets = readers.sum() >= CLIENTS_WITH_ASSETS * len(readers)
    blind = ~pl.col("asset") & (pl.col("pages") >= PAGES_WITHOUT_ASSETS) & logs_assets
    robots = clients.select("address", "user_agent", robot=pl.col("asks") | pl.col("probes") | blind)
    marked = lines.select("address", "user_agent").join(
        robots, on=["address", "user_agent"], how="left", nulls_equal=True, maintain_order="left"
    )
    return (marked["robot"] & marked["address"].is_not_null()).alias("robot")
