"""Settings come from the environment, and what is wrong with them is said plainly."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from onward.adapters.carriers.easypost import EasyPostCarrier
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.imaging.supervised import SupervisedImaging
from onward.app import build_world
from onward.settings import DEMO_SECRET, BadSettings, Mode, read_settings

LONG = "a secret that is long enough for production"
SHOP = "https://returns.example"


def test_without_an_environment_it_is_a_demo_on_a_file() -> None:
    settings = read_settings(home=Path("here"))
    assert settings.mode is Mode.DEMO
    assert settings.on_sqlite
    assert settings.database == f"sqlite://{Path('here').resolve()}/onward.sqlite3"
    assert settings.photos == Path("here").resolve().joinpath("photos").as_uri()


def test_the_address_follows_the_port_until_it_is_given() -> None:
    assert read_settings(port=8123).reached_at == "http://localhost:8123"
    assert read_settings(port=8123, base_url=f"{SHOP}/").reached_at == SHOP


@pytest.mark.parametrize("secret", [DEMO_SECRET, "short"])
def test_production_refuses_a_secret_that_is_known_or_short(secret: str) -> None:
    with pytest.raises(BadSettings, match="ONWARD_SECRET"):
        read_settings(mode="production", base_url=SHOP, secret=secret)


def test_production_wants_to_know_its_address() -> None:
    with pytest.raises(BadSettings, match="ONWARD_BASE_URL"):
        read_settings(mode="production", secret=LONG)


def test_production_with_a_secret_of_its_own_is_fine_on_either_database() -> None:
    for url in ("sqlite:///srv/shop.sqlite3", "postgres://shop@localhost/shop"):
        settings = read_settings(mode="production", base_url=SHOP, secret=LONG, database_url=url)
        assert settings.database == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://localhost"),
        ("photos_url", "ftp://photos"),
        ("base_url", "localhost:8000"),
        ("base_url", "http://localhost/shop"),
        ("mode", "staging"),
        ("port", "eighty"),
        ("lease_ms", "0"),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=f"ONWARD_{name.upper()}"):
        read_settings(**{name: value})


EASYPOST = {
    "carrier": "easypost",
    "easypost_key": "EZAK-secret",
    "easypost_webhook_secret": "hook-secret",
}


@pytest.mark.parametrize("missing", ["easypost_key", "easypost_webhook_secret"])
@pytest.mark.parametrize("mode", ["development", "production"])
def test_easypost_needs_both_of_its_secrets(missing: str, mode: str) -> None:
    given = EASYPOST | {missing: "", "mode": mode, "base_url": SHOP, "secret": LONG}
    with pytest.raises(BadSettings, match=f"ONWARD_{missing.upper()}"):
        read_settings(**given)


def test_the_demo_plays_its_carrier_itself() -> None:
    with pytest.raises(BadSettings, match="ONWARD_CARRIER"):
        read_settings(mode="demo", **EASYPOST)


def test_the_app_asks_the_carrier_that_is_named(tmp_path: Path) -> None:
    shop = {"mode": "production", "home": tmp_path, "base_url": SHOP, "secret": LONG}
    real = read_settings(**shop, **EASYPOST)
    world = build_world(real, SupervisedImaging(), console=False)
    assert isinstance(world.carrier, EasyPostCarrier)
    world = build_world(read_settings(**shop), SupervisedImaging(), console=False)
    assert isinstance(world.carrier, SandboxCarrier)


def test_a_token_for_metrics_is_long_in_production() -> None:
    shop = {"mode": "production", "base_url": SHOP, "secret": LONG}
    with pytest.raises(BadSettings, match="ONWARD_METRICS_TOKEN"):
        read_settings(**shop, metrics_token="short")
    settings = read_settings(**shop, metrics_token=LONG[::-1])
    assert settings.metrics_token.get_secret_value() == LONG[::-1]
    assert LONG[::-1] not in repr(settings)


def test_the_secret_is_not_printed() -> None:
    settings = read_settings(mode="development", secret=LONG, **EASYPOST)
    for told in (repr(settings), str(settings.model_dump())):
        for secret in (LONG, "EZAK-secret", "hook-secret"):
            assert secret not in told


def test_each_use_has_a_key_of_its_own_that_stays() -> None:
    settings = read_settings(secret=LONG)
    assert settings.key_for("contacts") == read_settings(secret=LONG).key_for("contacts")
    assert settings.key_for("contacts") != settings.key_for("carrier")
    assert (
        Fernet(settings.key_for("contacts")).decrypt(
            Fernet(settings.key_for("contacts")).encrypt(b"kept")
        )
        == b"kept"
    )


STRIPE = {"payments": "stripe", "stripe_key": "sk_test_1", "stripe_webhook_secret": "whsec_1"}


@pytest.mark.parametrize("missing", ["stripe_key", "stripe_webhook_secret"])
def test_stripe_needs_both_of_its_secrets(missing: str) -> None:
    with pytest.raises(BadSettings, match=f"ONWARD_{missing.upper()}"):
        read_settings(**(STRIPE | {missing: ""}))


def test_the_demo_takes_a_test_key_of_stripes_and_never_a_live_one() -> None:
    assert read_settings(**STRIPE).stripe_key.get_secret_value() == "sk_test_1"
    with pytest.raises(BadSettings, match="ONWARD_STRIPE_KEY"):
        read_settings(**(STRIPE | {"stripe_key": "sk_live_1"}))
