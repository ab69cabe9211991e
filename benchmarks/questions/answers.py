"""Rows of SQL in the shape of the API's answers, worked out without any of Hitlake's own code."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.questions.asked import Asked

Rows = Sequence[Sequence[Any]]
Answer = dict[str, Any]


def whole(answer: Answer) -> Answer:
    return answer


def stats(_asked: Asked, rows: list[Rows]) -> Answer:
    [(pageviews, visitors, visits, bounces, duration_ms)], tops = rows

    def top(kind: str, name: str, counted: str) -> list[Answer]:
        return [
            {name: value, counted: count}
            for value, count in sorted(
                ((value, count) for of_kind, value, count in tops if of_kind == kind), key=lambda row: (-row[1], row[0])
            )
        ]

    return {
        "visitors": visitors or 0,
        "pageviews": pageviews or 0,
        "bounceRate": _rounded(100 * (bounces or 0), visits or 0),
        "avgDuration": _rounded(int(duration_ms or 0), 1000 * (visits or 0)),
        "topPages": top("path", "pathname", "views"),
        "topReferrers": top("referrer", "referrer", "count"),
        "browsers": top("browser", "browser", "count"),
        "countries": top("country", "country", "count"),
    }


def pageviews(asked: Asked, rows: list[Rows]) -> Answer:
    by_day = {str(day): (views, visitors) for day, views, visitors in rows[0]}
    days = [(asked.first + timedelta(days=n)).isoformat() for n in range(asked.days)]
    return {
        "total": sum(views for views, _ in by_day.values()),
        "unique": sum(visitors for _, visitors in by_day.values()),
        "chart": [{"date": day, "count": by_day.get(day, (0, 0))[0]} for day in days],
    }


def events(_asked: Asked, rows: list[Rows]) -> Answer:
    return {"events": [{"name": name, "count": count} for name, count in rows[0]]}


def realtime(_asked: Asked, rows: list[Rows]) -> Answer:
    [(visitors,)], pages = rows
    return {
        "activeVisitors": visitors,
        "activePages": [{"path": path, "visitors": count} for path, count in pages],
    }


def grouped(_asked: Asked, rows: list[Rows]) -> Answer:
    return {
        "rows": [(path, views, visitors) for path, views, visitors, _ in rows[0]],
        "total": rows[0][0][3] if rows[0] else 0,
    }


def grouped_compared(answer: Answer) -> Answer:
    return {
        "rows": [(row["path"], row["hit_count"], row["unique_views"]) for row in answer["grouped_hits"]],
        "total": answer["pagination"]["total_count"],
    }


_HIT_NAMES = ("url", "path", "referrer", "country", "browser_name", "platform_name", "is_mobile", "created_at")


def hits(asked: Asked, rows: list[Rows]) -> Answer:
    [(total,)], page = rows
    return {"rows": [_hit(asked, *row) for row in page], "total": total}


def _hit(
    asked: Asked,
    url: str | None,
    path: str,
    referrer: str | None,
    country: str | None,
    browser: str | None,
    platform: str | None,
    device: str | None,
    created_ms: int,
) -> tuple[Any, ...]:
    address = url or f"https://{asked.site.domain}{path}"
    return address, path, referrer, country, browser, platform, device == "mobile", _second(created_ms)


def hits_compared(answer: Answer) -> Answer:
    return {
        "rows": [tuple(row[name] for name in _HIT_NAMES) for row in answer["hits"]],
        "total": answer["pagination"]["total_count"],
    }


def leaderboard(_asked: Asked, rows: list[Rows]) -> Answer:
    return {
        "rows": [
            (path, hits, visitors, _rounded(1000 * hits, all_hits) / 10)
            for path, hits, visitors, all_hits, _ in rows[0]
        ],
        "total": rows[0][0][4] if rows[0] else 0,
    }


def leaderboard_compared(answer: Answer) -> Answer:
    names = ("path", "total_hits", "unique_hits", "percentage")
    return {
        "rows": [tuple(row[name] for name in names) for row in answer["leaderboard"]],
        "total": answer["pagination"]["total_count"],
    }


def journeys(_asked: Asked, rows: list[Rows]) -> Answer:
    """Rows of `kind, place, visitor, path, at_ms, number`."""
    kinds: dict[str, list[list[Any]]] = {}
    for kind, *row in rows[0]:
        kinds.setdefault(kind, []).append(row)
    several, single = ((kinds[kind][0][4] if kind in kinds else 0) for kind in ("several", "single"))
    visits: dict[int, list[list[Any]]] = {}
    for row in kinds.get("view", []):
        visits.setdefault(row[0], []).append(row)
    return {
        "journeys": [_journey(sorted(visits[place], key=lambda row: row[4])) for place in sorted(visits)],
        "summary": (several + single, several, single, _rounded(1000 * single, several + single) / 10),
        "entry": _ends(kinds.get("entry", [])),
        "exit": _ends(kinds.get("exit", [])),
    }


def _ends(rows: list[list[Any]]) -> list[tuple[str, int]]:
    return sorted(((path, visits) for _, _, path, _, visits in rows), key=lambda row: (-row[1], row[0]))


def _journey(views: list[list[Any]]) -> tuple[Any, ...]:
    """The hash, and the pages with their times."""
    visitor = views[0][1] & (2**64 - 1)
    return f"{visitor:016x}", [(path, _second(at_ms)) for _, _, path, at_ms, _ in views]


def journeys_compared(answer: Answer) -> Answer:
    summary = answer["summary"]
    insights = answer["insights"]
    names = ("total_visitors", "multi_page_visitors", "single_page_visitors", "bounce_rate")
    return {
        "journeys": [
            (row["visitor_hash"], [(page["path"], page["visited_at"]) for page in row["pages"]])
            for row in answer["user_journeys"]
        ],
        "summary": tuple(summary[name] for name in names),
        "entry": [(row["path"], row["visitors"]) for row in insights["top_entry_pages"]],
        "exit": [(row["path"], row["visitors"]) for row in insights["top_exit_pages"]],
    }


def _rounded(part: int, whole_part: int) -> int:
    """Half is rounded up."""
    return (2 * part + whole_part) // (2 * whole_part) if whole_part else 0


def _second(epoch_ms: int) -> str:
    return datetime.fromtimestamp(epoch_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
