"""Of a shot taken twice, the newer one is shown."""

from dataclasses import replace

from onward.domain.photos import latest_of_each_shot
from tests.domain.examples import photo


def test_the_newest_photo_of_each_shot_stands_where_the_first_one_stood() -> None:
    front, back = photo("front"), photo("back")
    again = replace(front, sha256="1" * 64)
    assert latest_of_each_shot([front, back, again]) == (again, back)
    assert latest_of_each_shot([]) == ()
