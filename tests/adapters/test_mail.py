"""Mail into a folder: once a key, whole, and on the console where wanted."""

import email
import email.policy
from pathlib import Path

import pytest

from onward.adapters.mail import FolderMail
from onward.ports import Letter, Mail, Outage
from tests.world import FakeMail

pytestmark = pytest.mark.anyio
LETTER = Letter(
    "noor@example.test", "Your code", "123456 is your code.\nIt lasts ten minutes — see."
)


def sent(folder: Path) -> list[Letter]:
    letters = []
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        text = str(message.get_content())
        letters.append(Letter(str(message["To"]), str(message["Subject"]), text.rstrip("\n")))
    return letters


def kinds(folder: Path) -> list[str]:
    return [path.suffix for path in folder.iterdir()]


async def test_a_letter_is_a_file_any_mail_program_opens(tmp_path: Path) -> None:
    await FolderMail(tmp_path / "mail", console=False).send(LETTER, "code:1")
    assert sent(tmp_path / "mail") == [LETTER]


async def test_a_key_is_sent_once_and_another_again(tmp_path: Path) -> None:
    fake, folder = FakeMail(), FolderMail(tmp_path, console=False)
    both: tuple[Mail, ...] = (fake, folder)
    for mail in both:
        for key in ("code:1", "code:1", "code:2"):
            await mail.send(LETTER, key)
    assert sent(tmp_path) == fake.letters == [LETTER, LETTER]


async def test_the_console_shows_a_letter_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = FolderMail(tmp_path, console=True)
    await mail.send(LETTER, "code:1")
    await mail.send(LETTER, "code:1")
    assert capsys.readouterr().out.count("123456 is your code.") == 1


async def test_a_quiet_one_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await FolderMail(tmp_path, console=False).send(LETTER, "code:1")
    assert capsys.readouterr().out == ""


async def test_keys_that_look_alike_as_names_are_two_letters(tmp_path: Path) -> None:
    mail = FolderMail(tmp_path, console=False)
    for key in ("code/1", "code:1", "../code 1"):
        await mail.send(LETTER, key)
    assert len(sent(tmp_path)) == 3


async def test_nothing_is_left_beside_the_letters(tmp_path: Path) -> None:
    await FolderMail(tmp_path, console=False).send(LETTER, "code:1")
    assert kinds(tmp_path) == [".eml"]


async def test_a_subject_cannot_smuggle_in_another_header(tmp_path: Path) -> None:
    letter = Letter("noor@example.test", "Hello\nBcc: everybody@example.test", "text")
    with pytest.raises(ValueError, match="Header values"):
        await FolderMail(tmp_path, console=False).send(letter, "code:1")
    assert sent(tmp_path) == []


async def test_a_folder_that_takes_no_mail_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    with pytest.raises(Outage):
        await FolderMail(tmp_path / "mail", console=False).send(LETTER, "code:1")
