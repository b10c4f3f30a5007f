"""What the command line prints, for the rules that compare it with a file."""

from functools import cache

from typer.testing import CliRunner

from onward.cli import app


@cache
def printed(*arguments: str) -> str:
    """The standard output of one `onward` command, which must end well."""
    ran = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.stdout
