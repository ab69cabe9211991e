"""Examples of bodies and answers, put together from what a field of a name looks like."""

from typing import Any

import msgspec
from msgspec import NODEFAULT, inspect

from schemas.api_v1.hits import GroupedHits, HitsAsked
from schemas.api_v1.kudos import NewKudo
from schemas.api_v1.writes import BatchAnswer, Ignored, Invalid, NewEvent, NewHit
from schemas.api_v2 import ReferrerCount
from schemas.discovery import Discovery, OpenApiDocument

_VISITED_AT = "2026-11-22T10:00:00Z"

FIELDS: dict[str, Any] = {
    "access_type": "read_only",
    "active": True,
    "activePages": [{"path": "/", "visitors": 15}, {"path": "/pricing", "visitors": 8}],
    "activeVisitors": 23,
    "auto_paused": False,
    "avgDuration": 145,
    "best_content": "/pricing was read most, with 36 views.",
    "bounce_rate": 63.4,
    "bounceRate": 42,
    "browser": "Firefox",
    "browser_name": "Firefox",
    "cached_at": _VISITED_AT,
    "count": 120,
    "country": "DE",
    "created_at": _VISITED_AT,
    "createdAt": "2026-01-15T10:30:00.000Z",
    "current_check_interval": "5 minutes",
    "current_page": 1,
    "daily_insight_reports_active": False,
    "date": "2026-11-22",
    "days_until_expiry": 63,
    "domain": "example.com",
    "downtimes": [],
    "duration_minutes": 8,
    "email": "you@example.com",
    "enabled": True,
    "end_date": "2026-11-22",
    "ended_at": "2026-11-20T04:15:00.000Z",
    "entry_page": "/",
    "exit_page": "/contact",
    "expired": False,
    "expires_at": "2026-11-22T11:00:00Z",
    "expiring_soon": False,
    "first_hit": _VISITED_AT,
    "formatted_insights_date": "November 22, 2026",
    "generated_at": "2026-11-22T08:20:27.902Z",
    "id": 456,
    "insights_enabled": True,
    "insights_for_date": "2026-11-22",
    "is_down": False,
    "is_mobile": False,
    "is_public": False,
    "is_subscribed": True,
    "isActive": True,
    "label": "My Website",
    "last_check_at": "2026-11-22T10:00:00.000Z",
    "last_error_message": None,
    "last_hit": "2026-11-22T10:08:45Z",
    "last_status_code": 200,
    "last_used_at": _VISITED_AT,
    "lifetime_hits": 12345,
    "lifetime_kudos": 17,
    "lifetime_unique_hits": 8901,
    "multi_page_visitors": 456,
    "name": "My Website",
    "next_check_at": "2026-11-22T10:05:00.000Z",
    "next_insight_job_scheduled_at": "2026-11-23T01:00:00Z",
    "ongoing_downtimes": 0,
    "page_count": 2,
    "pages": [
        {"path": "/", "visited_at": _VISITED_AT},
        {"path": "/contact", "visited_at": "2026-11-22T10:08:45Z"},
    ],
    "pageviews": 5678,
    "path": "/blog/my-post",
    "pathname": "/pricing",
    "per_page": 100,
    "percentage": 15.2,
    "period": 300,
    "platform_name": "Linux",
    "public": False,
    "recent_downtimes_30_days": 0,
    "recommendations": "Link from /pricing to what readers should see next.",
    "referrer": "https://news.ycombinator.com/",
    "remaining_days": 195,
    "repeated": False,
    "session_duration": "8m",
    "single_page_visitors": 791,
    "siteId": "6507f1f77bcf86cd79943901",
    "sites_count": 1,
    "source": "newsletter",
    "start_date": "2026-10-23",
    "status_description": "OK (200)",
    "subscription_status": "active",
    "tested_at": "2026-11-22T03:00:00.000Z",
    "time_zone": "user",
    "total": 5678,
    "total_count": 1,
    "total_downtimes": 0,
    "total_hits": 1250,
    "total_pages": 1,
    "total_visitors": 1247,
    "traffic_patterns": "Sunday was the busiest day, with 47 views.",
    "uid": "Kq3vXw9b",
    "unique": 1234,
    "unique_hash": "5f3c9a1e7b2d4860",
    "unique_hits": 890,
    "updated_at": _VISITED_AT,
    "uptime": "99.95",
    "url": "https://example.com/blog/my-post",
    "valid": True,
    "views": 800,
    "visitor_hash": "a1b2c3d4e5f60718",
    "visitors": 1234,
}

_ASKED = {
    "start_date": "2026-10-23",
    "end_date": "2026-11-22",
    "country": None,
    "path": None,
    "referrer": None,
    "grouped": False,
    "group_by": None,
    "time_zone": "user",
}

STRUCTS: dict[type[msgspec.Struct], Any] = {
    BatchAnswer: {
        "created_count": 1,
        "ignored_count": 0,
        "error_count": 1,
        "results": [
            {"index": 0, "status": "created"},
            {"index": 1, "status": "error", "errors": ["path is required; it must be a path like /blog/my-post"]},
        ],
    },
    Discovery: {
        "name": "Hitlake",
        "version": "1.0.0",
        "links": {"self": "/api/v1", "document": "/api/v1/openapi.json", "docs": "/docs"},
    },
    GroupedHits: {
        "grouped_hits": [{"path": "/blog/my-post", "hit_count": 247, "views": 247, "unique_views": 180}],
        "pagination": {"current_page": 1, "per_page": 100, "total_count": 1, "total_pages": 1},
        "filters": {**_ASKED, "grouped": True, "group_by": "path"},
    },
    HitsAsked: _ASKED,
    Ignored: {"status": "ignored", "reason": "ignored_path", "message": "the site ignores this path"},
    Invalid: {
        "status": "error",
        "errors": ["path is required; it must be a path like /blog/my-post"],
        "error": "path is required; it must be a path like /blog/my-post",
    },
    NewEvent: {"event": "signup.click", "value": "header", "path": "/pricing", "visitor_id": "user-7"},
    NewKudo: {"path": "/blog/my-post", "custom_uid": "reader-7"},
    ReferrerCount: {"referrer": "news.ycombinator.com", "count": 500},
    OpenApiDocument: {"openapi": "3.1.0", "info": {"title": "Tinylytics API v1", "version": "1.0.0"}, "paths": {}},
    NewHit: {
        "path": "/blog/my-post",
        "referrer": "https://news.ycombinator.com/",
        "country": "DE",
        "visitor_id": "user-7",
    },
}
"""Those that are not just all their fields."""


def sample(type_: Any) -> Any:
    """JSON of the type."""
    return _of(inspect.type_info(type_), "")


def _of(info: inspect.Type, name: str) -> Any:
    match info:
        case inspect.Metadata(type=inner):
            return _of(inner, name)
        case inspect.StructType(cls=struct):
            return STRUCTS[struct] if struct in STRUCTS else _struct(info)
        case inspect.ListType(item_type=item) if name not in FIELDS:
            return [_of(item, name)]
        case inspect.UnionType(types=types) if name not in FIELDS or isinstance(types[0], inspect.StructType):
            return _of(types[0], name)
    assert name in FIELDS, f"FIELDS lacks an example of {name!r}"
    return FIELDS[name]


def _struct(info: inspect.StructType) -> Any:
    tag = {info.tag_field: info.tag} if info.tag_field else {}
    return tag | {field.encode_name: _of(field.type, field.encode_name) for field in info.fields if _is_there(field)}


def _is_there(field: inspect.Field) -> bool:
    """Whether every answer has it."""
    return field.required or field.default is not NODEFAULT or field.default_factory is not NODEFAULT
