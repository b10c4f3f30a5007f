"""The phone and the server see alike: the same numbers stand in both files."""

import re
from ast import literal_eval

from onward.domain import seeing
from tests.house.sources import FRONTEND

PHONE = FRONTEND / "src" / "lib" / "device" / "seeing.ts"
CONSTANT = re.compile(r"^export const ([A-Z_]+) = (.+?)(?: as const)?;$", re.MULTILINE)


def test_every_number_by_which_pictures_are_judged_is_the_same_on_the_phone() -> None:
    phone = {name: literal_eval(value) for name, value in CONSTANT.findall(PHONE.read_text())}
    server = {name: value for name, value in vars(seeing).items() if name.isupper()}
    assert {name: as_list(value) for name, value in phone.items()} == {
        name: as_list(value) for name, value in server.items()
    }
    assert {"SIDE", "BLURRED_BELOW", "DARK_ABOVE", "BRIGHT_ABOVE"} <= server.keys()


def as_list(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
