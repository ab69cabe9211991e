"""How long a client may take, on a clock of the test's."""

import pytest

from server.http.patience import GRACE_SECONDS, IDLE_SECONDS, LEAST_BYTES_A_SECOND, Patience, Stage


@pytest.mark.parametrize(
    ("stage", "most"),
    [
        (Stage.HEAD, GRACE_SECONDS),
        (Stage.BODY, GRACE_SECONDS),
        (Stage.TAKING, GRACE_SECONDS),
        (Stage.IDLE, IDLE_SECONDS),
        (Stage.ANSWER, None),
    ],
)
def test_every_stage_but_our_own_work_has_its_bound(stage: Stage, most: float | None) -> None:
    patience = Patience(0)
    assert not patience.is_over(stage, 1, 0, 100)
    if most is None:
        assert not patience.is_over(stage, 1, 0, 100 + 3600)
        return
    assert not patience.is_over(stage, 1, 0, 100 + most)
    assert patience.is_over(stage, 1, 0, 101 + most)


def test_a_trickle_is_given_up_and_a_slow_line_is_not() -> None:
    for rate, kept in ((1, False), (2 * LEAST_BYTES_A_SECOND, True)):
        patience = Patience(0)
        looks = [patience.is_over(Stage.BODY, 1, second * rate, second) for second in range(600)]
        assert any(looks) is not kept


def test_each_request_has_its_own_time() -> None:
    patience = Patience(0)
    assert not any(patience.is_over(Stage.HEAD, second // 15, 10, second) for second in range(600))
