"""Exports of other systems that hold every hit: what each row says, as arrivals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.imports.formats.times import epoch_ms, iso_ms
from engine.imports.pages import NotPage
from engine.imports.systems import names
from engine.imports.systems.exports import Export
from schemas.drops import DropReason
from schemas.sites import Site

if TYPE_CHECKING:
    import polars as pl

TOLD = ("region", "city", "browser", "platform", "device")
"""What the export knows and an arrival cannot say: it goes past the steps into the hit."""


@dataclass(frozen=True, slots=True)
class HitSystem:
    """`arrivals` gives a frame with the columns of an Arrival and of TOLD, those that there are, and

    - `whole` (Boolean), false where the row cannot be read;
    - `created_at_ms` (Int64), null where the row has no time, and `written`, the time's text;
    - `dropped`, a reason not to count it, where the export has what does not count.
    """

    name: str
    needs: frozenset[str]
    arrivals: Callable[["pl.DataFrame", Site], "pl.DataFrame"]


def system_of(export: Export) -> HitSystem | None:
    """None where no table has all the columns of one."""
    headings = [set(table.heading) for table in export.tables]
    return next((system for system in HIT_SYSTEMS if any(system.needs <= heading for heading in headings)), None)


def _goatcounter(rows: "pl.DataFrame", site: Site) -> "pl.DataFrame":
    import polars as pl

    event = pl.col("Event").str.to_lowercase().is_in(["true", "1"]).fill_null(value=False)
    page = pl.when(~event).then(pl.col("2Path")).otherwise(pl.lit("/"))
    linked = pl.col("Referrer scheme") == "h"
    system = names.platform(pl.col("System"))
    columns = rows.select(
        "whole",
        created_at_ms=iso_ms(pl.col("Date")),
        written=pl.col("Date"),
        url=_address(pl.lit(site.domain), page),
        event=pl.when(event).then(pl.col("2Path")),
        # Its own names of groups of sites, such as Hacker News, and of campaigns are no addresses.
        referrer=pl.when(linked).then(_with_scheme(pl.col("Referrer"))),
        source=pl.when(~linked.fill_null(value=False)).then(pl.col("Referrer")),
        visitor_id=pl.col("Session"),
        country=pl.col("Location").str.split("-").list.first(),
        user_agent=pl.col("UserAgent"),
        dropped=pl.when(pl.col("Bot").str.contains("^[1-9]")).then(pl.lit(DropReason.ROBOT.value)),
        browser=names.browser(pl.col("Browser")),
        platform=system,
        device=names.device_of_platform(system),
    )
    # With a user agent the steps know better.
    named = columns["user_agent"].is_null()
    return columns.with_columns(pl.when(named).then(pl.col(name)).alias(name) for name in TOLD if name in columns)


def _umami(rows: "pl.DataFrame", site: Site) -> "pl.DataFrame":
    import polars as pl

    query = pl.col("url_query").str.strip_chars_start("?")
    target = pl.col("url_path") + (pl.lit("?") + query).fill_null("")
    asked = (pl.lit("?") + pl.col("referrer_query").str.strip_chars_start("?")).fill_null("")
    referrer = pl.lit("https://") + pl.col("referrer_domain") + pl.col("referrer_path").fill_null("/") + asked
    return _with(
        rows, "referrer_path", "referrer_query", "hostname", "language", "city", "device", "event_name"
    ).select(
        "whole",
        "city",
        "language",
        "country",
        created_at_ms=iso_ms(pl.col("created_at")),
        written=pl.col("created_at"),
        url=_address(pl.col("hostname").fill_null(site.domain), target),
        event=pl.col("event_name"),
        referrer=referrer,
        visitor_id=pl.col("session_id"),
        **_software("browser", "os", "device"),
    )


def _tinylytics(rows: "pl.DataFrame", site: Site) -> "pl.DataFrame":
    import polars as pl

    told = _with(rows, "url", "referrer", "country", "source", "is_mobile", "visitor_id")
    alike = ("country", "browser_name", "platform_name", "is_mobile")
    mobile = pl.col("is_mobile").str.to_lowercase().is_in(["true", "1", "t", "yes"])
    address = _address(pl.lit(site.domain), pl.col("path"))
    return told.select(
        "whole",
        "country",
        "source",
        "referrer",
        created_at_ms=iso_ms(pl.col("created_at")),
        written=pl.col("created_at"),
        url=pl.when(pl.col("url").str.contains("^https?://")).then(pl.col("url")).otherwise(address),
        # It names no visitors; those that look alike on a day are taken for one.
        visitor_id=pl.coalesce("visitor_id", pl.concat_str(alike, separator="\n", ignore_nulls=True)),
        browser=names.browser(pl.col("browser_name")),
        platform=names.platform(pl.col("platform_name")),
        device=pl.coalesce(
            pl.when(mobile).then(pl.lit("mobile")),
            pl.when(~mobile & pl.col("platform_name").is_not_null()).then(pl.lit("desktop")),
        ),
    )


def _matomo(rows: "pl.DataFrame", _site: Site) -> "pl.DataFrame":
    """A row is a visit, its actions side by side; an address and a user agent are not even looked at."""
    import polars as pl

    seen = _with(
        rows, "referrerUrl", "countryCode", "city", "browserName", "operatingSystemName", "deviceType", "languageCode"
    )
    visits = seen.with_columns(
        country=pl.col("countryCode"),
        language=pl.col("languageCode"),
        visitor_id=pl.coalesce("visitorId", "idVisit"),
        **_software("browserName", "operatingSystemName", "deviceType"),
    )
    kept = ("whole", "country", "city", "language", "visitor_id", "browser", "platform", "device")
    actions = [_matomo_action(visits, place, kept) for place in range(_matomo_width(rows.columns))]
    return pl.concat(actions, how="diagonal")


def _matomo_action(visits: "pl.DataFrame", place: int, kept: Sequence[str]) -> "pl.DataFrame":
    import polars as pl

    parts = ("type", "url", "timestamp", "eventAction", "eventName", "eventCategory")
    old = {part: f"actionDetails_{place}_{part}" for part in parts}
    visits = _with(visits, *old.values())
    kind, time = pl.col(old["type"]), pl.col(old["timestamp"])
    event = pl.coalesce(old["eventAction"], old["eventCategory"])
    first = pl.lit(place == 0)
    counts = kind.is_in(["action", "event"])
    return visits.filter((pl.col("whole") & kind.is_not_null()) | first).select(
        *kept,
        created_at_ms=pl.coalesce(epoch_ms(time), iso_ms(time)),
        written=time,
        url=pl.col(old["url"]),
        event=pl.when(kind == "event").then(event),
        event_value=pl.when(kind == "event").then(pl.col(old["eventName"])),
        referrer=pl.when(first).then(pl.col("referrerUrl")),
        dropped=pl.when(~counts).then(pl.lit(NotPage.NOT_A_PAGE.value)),
    )


def _matomo_width(columns: Sequence[str]) -> int:
    places = [name.split("_")[1] for name in columns if name.startswith("actionDetails_")]
    return 1 + max((int(place) for place in places if place.isdigit()), default=-1)


def _software(browser: str, platform: str, device: str) -> dict[str, "pl.Expr"]:
    """Of columns of these names; a device that is not told is that of most with the platform."""
    import polars as pl

    system = names.platform(pl.col(platform))
    told = pl.coalesce(names.device(pl.col(device)), names.device_of_platform(system))
    return {"browser": names.browser(pl.col(browser)), "platform": system, "device": told}


def _address(host: "pl.Expr", path: "pl.Expr") -> "pl.Expr":
    """Null where there is no path."""
    import polars as pl

    return pl.lit("https://") + host + pl.when(path.str.starts_with("/")).then(path).otherwise(pl.lit("/") + path)


def _with_scheme(address: "pl.Expr") -> "pl.Expr":
    import polars as pl

    return pl.when(address.str.contains("^https?://")).then(address).otherwise(pl.lit("https://") + address)


def _with(rows: "pl.DataFrame", *columns: str) -> "pl.DataFrame":
    """The columns an export may lack are null."""
    import polars as pl

    lacking = [name for name in columns if name not in rows.columns]
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)


HIT_SYSTEMS: tuple[HitSystem, ...] = (
    HitSystem(
        "goatcounter",
        frozenset({"2Path", "Event", "UserAgent", "Browser", "System", "Session", "Bot", "Referrer", "Date"})
        | {"Referrer scheme", "Location"},
        _goatcounter,
    ),
    HitSystem(
        "umami",
        frozenset({"session_id", "url_path", "url_query", "referrer_domain", "browser", "os", "country"})
        | {"event_type", "created_at"},
        _umami,
    ),
    HitSystem("matomo", frozenset({"idVisit", "visitorId", "actionDetails_0_url"}), _matomo),
    HitSystem("tinylytics", frozenset({"path", "created_at", "browser_name", "platform_name"}), _tinylytics),
)
"""Most telling first."""
