from engine.registry.registry import Registry
from tests.engine.registry.conftest import Open


def test_a_setting_is_there_until_it_is_replaced(registry: Registry, open_another: Open) -> None:
    assert registry.settings.find("secret") is None
    registry.settings.put("secret", "one")
    registry.settings.put("secret", "two")
    assert open_another().settings.find("secret") == "two"
