"""What other systems call browsers, platforms and devices, in the names that hits have."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from schemas.countries import country_names

if TYPE_CHECKING:
    import polars as pl

_BROWSERS = {
    "android": "Android Browser",
    "android browser": "Android Browser",
    "chrome mobile": "Chrome",
    "chrome mobile ios": "Chrome",
    "chrome webview": "Chrome",
    "chromium-webview": "Chrome",
    "crios": "Chrome",
    "edge-chromium": "Edge",
    "edge-ios": "Edge",
    "firefox mobile": "Firefox",
    "firefox mobile ios": "Firefox",
    "fxios": "Firefox",
    "ie": "Internet Explorer",
    "ios": "Safari",
    "ios-webview": "Safari",
    "kakaotalk": "KakaoTalk",
    "microsoft edge": "Edge",
    "miui": "Mi Browser",
    "mobile app": None,
    "mobile safari": "Safari",
    "opera mobile": "Opera",
    "opera-mini": "Opera Mini",
    "safari (in-app)": "Safari",
    "samsung": "Samsung Internet",
    "samsung browser": "Samsung Internet",
    "silk": "Amazon Silk",
    "yandexbrowser": "Yandex Browser",
}

_PLATFORMS = {
    "android os": "Android",
    "chromium os": "Chrome OS",
    "chromeos": "Chrome OS",
    "debian": "Linux",
    "fedora": "Linux",
    "gnu/linux": "Linux",
    "ipados": "iOS",
    "mac": "macOS",
    "mac os": "macOS",
    "mac os x": "macOS",
    "macintosh": "macOS",
    "os x": "macOS",
    "ubuntu": "Linux",
}

_DEVICES = {
    "desktop": "desktop",
    "laptop": "desktop",
    "mobile": "mobile",
    "smartphone": "mobile",
    "phablet": "mobile",
    "feature phone": "mobile",
    "tablet": "tablet",
    "tv": "desktop",
    "smart tv": "desktop",
}

_BY_PLATFORM = {
    "Android": "mobile",
    "iOS": "mobile",
    "Chrome OS": "desktop",
    "Linux": "desktop",
    "Windows": "desktop",
    "macOS": "desktop",
}

_UNKNOWN = {"(not set)", "(other)", "unknown", "other", "not set", "-"}


def browser(text: "pl.Expr") -> "pl.Expr":
    """The family, without its version."""
    return _named(text, _BROWSERS)


def platform(text: "pl.Expr") -> "pl.Expr":
    """The family, without its version."""
    return _named(text.str.replace(r"(?i)^windows .*", "Windows"), _PLATFORMS)


def country(text: "pl.Expr") -> "pl.Expr":
    """The code, of a code or an English name; null for another text."""
    import polars as pl

    codes = {name: code for code, name in country_names().items()}
    code = text.str.to_uppercase()
    return pl.when(code.is_in(list(country_names()))).then(code).otherwise(text.replace_strict(codes, default=None))


def device(text: "pl.Expr") -> "pl.Expr":
    return text.str.to_lowercase().replace_strict(_DEVICES, default=None)


def device_of_platform(text: "pl.Expr") -> "pl.Expr":
    """What most that run it are, for where nothing better is known."""
    return text.replace_strict(_BY_PLATFORM, default=None)


def known(text: "pl.Expr") -> "pl.Expr":
    """Null where the text says that the value is not known."""
    import polars as pl

    return pl.when(~text.str.to_lowercase().is_in(list(_UNKNOWN))).then(text)


def _named(text: "pl.Expr", names: Mapping[str, str | None]) -> "pl.Expr":
    import polars as pl

    family = known(text).str.replace(r"\s+[\d.]+\w*$", "")
    lowered = family.str.to_lowercase()
    told = pl.when(lowered == family).then(family.str.to_titlecase()).otherwise(family)
    return pl.when(lowered.is_in(list(names))).then(lowered.replace_strict(names, default=None)).otherwise(told)
