from engine.registry import receipts as module
from engine.registry.registry import Registry
from schemas.receipts import REMEMBERED_MS, Receipt
from tests.engine.registry.conftest import Open


def receipt(number: int, created_at_ms: int, hit_id: int = 1) -> Receipt:
    return Receipt(number.to_bytes(16, "big"), b"c" * 16, hit_id, b"answer", created_at_ms)


def test_what_is_saved_is_found_again_also_by_another_process(
    registry: Registry, clock: list[int], open_another: Open
) -> None:
    saved = [receipt(number, clock[0]) for number in range(1, 4)]
    registry.receipts.save(saved)
    assert open_another().receipts.find([saved[2].name, b"x" * 16, saved[0].name]) == [saved[0], saved[2]]


def test_the_first_receipt_of_a_name_stays(registry: Registry, clock: list[int]) -> None:
    registry.receipts.save([receipt(1, clock[0])])
    registry.receipts.save([receipt(1, clock[0], hit_id=7), receipt(2, clock[0])])
    assert [kept.hit_id for kept in registry.receipts.find([receipt(1, 0).name, receipt(2, 0).name])] == [1, 1]


def test_many_are_saved_found_and_deleted_in_parts(registry: Registry, clock: list[int]) -> None:
    many = [receipt(number, clock[0]) for number in range(module.ROWS_A_TURN + 1)]
    registry.receipts.save(many)
    assert sorted(registry.receipts.find([kept.name for kept in many])) == many
    clock[0] += REMEMBERED_MS + 1
    assert registry.receipts.purge() == module.ROWS_A_TURN + 1


def test_a_receipt_is_kept_for_a_day(registry: Registry, clock: list[int]) -> None:
    registry.receipts.save([receipt(1, clock[0])])
    clock[0] += REMEMBERED_MS
    registry.forget()
    assert len(registry.receipts.find([receipt(1, 0).name])) == 1
    clock[0] += 1
    registry.forget()
    assert registry.receipts.find([receipt(1, 0).name]) == []
