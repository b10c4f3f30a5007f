"""What every test may ask for: an event loop, a fresh database on each engine, a browser or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from onward.store.opening import migrate
from tests.databases import PostgresTemplate, SqliteTemplate, postgres_address
from tests.machine import answers, chromium, in_ci, missing

# Time limits live in benchmarks; in CI the same examples are tried every time.
settings.register_profile("onward", deadline=None, derandomize=in_ci(), print_blob=True)
settings.load_profile("onward")

E2E = Path(__file__).parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in e2e drives a browser, said once here."""
    for item in items:
        if item.path.is_relative_to(E2E):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say plainly when there is no browser, before Playwright looks for its own."""
    if item.get_closest_marker("browser") and chromium() is None:
        missing("no Chromium on this machine (apt-get install chromium)")


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Async tests run on the loop that the server runs on."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database of this test's own, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_template: SqliteTemplate, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated SQLite file."""
    with sqlite_template.fresh(tmp_path) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_template: PostgresTemplate) -> Iterator[str]:
    """A fresh migrated PostgreSQL database."""
    with postgres_template.fresh() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """The file every SQLite test starts from, migrated once."""
    return SqliteTemplate(tmp_path_factory.mktemp("template"), migrate)


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[PostgresTemplate]:
    """The database every PostgreSQL test starts from, migrated once."""
    if not answers(*postgres_address()):
        missing("no PostgreSQL server answers (ONWARD_TEST_POSTGRES names another)")
    template = PostgresTemplate(migrate)
    yield template
    template.drop()
