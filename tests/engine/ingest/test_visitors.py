from engine.ingest.visitors import visitor_of_agent, visitor_of_id

SALT = b"0123456789abcdef"
HOME = bytes([192, 0, 2, 7])


def test_the_same_client_is_the_same_visitor() -> None:
    assert visitor_of_agent(SALT, 7, HOME, "Firefox") == visitor_of_agent(SALT, 7, HOME, "Firefox")


def test_another_salt_site_address_or_agent_is_another_visitor() -> None:
    visitors = {
        visitor_of_agent(SALT, 7, HOME, "Firefox"),
        visitor_of_agent(b"another day's...", 7, HOME, "Firefox"),
        visitor_of_agent(SALT, 8, HOME, "Firefox"),
        visitor_of_agent(SALT, 7, bytes([192, 0, 2, 8]), "Firefox"),
        visitor_of_agent(SALT, 7, HOME, "Chrome"),
        visitor_of_agent(SALT, 7, b"", "Firefox"),
        visitor_of_id(SALT, 7, "Firefox"),
        visitor_of_id(SALT, 8, "Firefox"),
    }
    assert len(visitors) == 8
    assert all(0 <= visitor < 2**64 for visitor in visitors)


def test_texts_that_are_not_unicode_are_hashed_too() -> None:
    assert visitor_of_agent(SALT, 7, HOME, "\ud800") != visitor_of_id(SALT, 7, "\ud800")
