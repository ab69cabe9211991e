"""Why a hit is not stored. Every reason is counted per site and shown."""

from enum import StrEnum


class DropReason(StrEnum):
    """The value is the name that APIs, headers and counters use."""

    UNKNOWN_SITE = "unknown_site"
    INACTIVE_SITE = "inactive_site"
    BAD_ADDRESS = "bad_page_address"
    FOREIGN_HOSTNAME = "foreign_hostname"
    IGNORED_PATH = "ignored_path"
    EXCLUDED_IP = "excluded_ip"
    ROBOT = "robot"
    SPAM_REFERRER = "spam_referrer"


SENTENCES: dict[DropReason, str] = {
    DropReason.UNKNOWN_SITE: "no site has this uid",
    DropReason.INACTIVE_SITE: "the site is switched off",
    DropReason.BAD_ADDRESS: "the page's address cannot be read",
    DropReason.FOREIGN_HOSTNAME: "the page is on a host that does not belong to the site",
    DropReason.IGNORED_PATH: "the site ignores this path",
    DropReason.EXCLUDED_IP: "the site excludes this address",
    DropReason.ROBOT: "a robot, by its user agent or its behaviour",
    DropReason.SPAM_REFERRER: "the referrer is a known spam host",
}
