"""What is told about a site's traffic at once."""

import msgspec

from schemas.uptime import NoticeKind


class Alert(msgspec.Struct, frozen=True):
    """`count` visitors in the last `hours` full hours, where `usual` come."""

    kind: NoticeKind
    hours: int
    count: int
    usual: int
