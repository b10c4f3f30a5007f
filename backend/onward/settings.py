"""The environment, read once into a frozen value. Every variable begins with ONWARD_."""

import base64
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_SECRET = "a demo secret that everybody knows"  # noqa: S105
_SHORTEST_SECRET = 32
_FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


class BadSettings(Exception):
    """The environment asks for something that cannot be; the text says which variable and why."""


class Mode(StrEnum):
    DEMO = "demo"
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class WorkerHere(StrEnum):
    """Whether `onward serve` also does the work that events set off."""

    ON = "on"
    OFF = "off"


class PaymentProviders(StrEnum):
    """Who takes money and gives it back."""

    SANDBOX = "sandbox"
    STRIPE = "stripe"


class Carriers(StrEnum):
    """Who makes the labels."""

    SANDBOX = "sandbox"
    EASYPOST = "easypost"


class Settings(BaseSettings):
    """What the README's table says, and a few that have good answers already.

    `home` holds what the sandboxes and uploads keep; `frontend` is where the built app lies.
    """

    model_config = SettingsConfigDict(env_prefix="ONWARD_", frozen=True, extra="forbid")

    mode: Mode = Mode.DEMO
    home: Path = Path(".onward")
    database_url: str = ""
    photos_url: str = ""
    port: int = Field(default=8000, ge=0, le=65535)
    host: str = "127.0.0.1"
    base_url: str = ""
    secret: SecretStr = SecretStr(DEMO_SECRET)
    policy: Path | None = None
    lease_ms: int = Field(default=30_000, ge=50)
    worker: WorkerHere = WorkerHere.ON
    metrics_token: SecretStr = SecretStr("")
    frontend: Path = _FRONTEND
    carrier: Carriers = Carriers.SANDBOX
    easypost_key: SecretStr = SecretStr("")
    easypost_webhook_secret: SecretStr = SecretStr("")
    payments: PaymentProviders = PaymentProviders.SANDBOX
    stripe_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgres://")
        return url

    @field_validator("photos_url")
    @classmethod
    def _photos(cls, url: str) -> str:
        if url and not url.startswith(("file:///", "s3://")):
            raise ValueError("must begin with file:/// or s3://")
        return url

    @field_validator("base_url")
    @classmethod
    def _reached_at(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.netloc):
            raise ValueError("must be an http:// or https:// address")
        if parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise ValueError("must be an address without a path")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.mode is not Mode.PRODUCTION:
            return self
        secret = self.secret.get_secret_value()
        if secret == DEMO_SECRET:
            raise ValueError("ONWARD_SECRET must be set in production: the demo's is public")
        if len(secret) < _SHORTEST_SECRET:
            raise ValueError(f"ONWARD_SECRET needs {_SHORTEST_SECRET} characters in production")
        if not self.base_url:
            raise ValueError("ONWARD_BASE_URL must be set in production")
        if 0 < len(self.metrics_token.get_secret_value()) < _SHORTEST_SECRET:
            raise ValueError(
                f"ONWARD_METRICS_TOKEN needs {_SHORTEST_SECRET} characters in production"
            )
        return self

    @model_validator(mode="after")
    def _payments_can_be_asked(self) -> Self:
        if self.payments is not PaymentProviders.STRIPE:
            return self
        for name in ("stripe_key", "stripe_webhook_secret"):
            if not getattr(self, name).get_secret_value():
                raise ValueError(f"ONWARD_{name.upper()} must be set for ONWARD_PAYMENTS=stripe")
        live = self.stripe_key.get_secret_value().startswith(("sk_live_", "rk_live_"))
        if live and self.mode is Mode.DEMO:
            raise ValueError("ONWARD_STRIPE_KEY: the demo takes no real money, so use a test key")
        return self

    @model_validator(mode="after")
    def _carrier_can_be_asked(self) -> Self:
        if self.carrier is not Carriers.EASYPOST:
            return self
        if self.mode is Mode.DEMO:
            raise ValueError("ONWARD_CARRIER: the demo plays its carrier itself, so leave sandbox")
        for name in ("easypost_key", "easypost_webhook_secret"):
            if not getattr(self, name).get_secret_value():
                raise ValueError(f"ONWARD_{name.upper()} must be set for ONWARD_CARRIER=easypost")
        return self

    @property
    def breakdowns(self) -> Path:
        """Where `onward outage` leaves its orders for the sandboxes."""
        return self.home.resolve() / "breakdowns"

    @property
    def database(self) -> str:
        """Where the rows are: the URL that was set, or a file in `home`."""
        return self.database_url or f"sqlite://{self.home.resolve() / 'onward.sqlite3'}"

    @property
    def photos(self) -> str:
        return self.photos_url or (self.home.resolve() / "photos").as_uri()

    @property
    def reached_at(self) -> str:
        """The address people type, without a slash at the end."""
        return self.base_url or f"http://localhost:{self.port}"

    @property
    def on_sqlite(self) -> bool:
        return self.database.startswith("sqlite:")

    def key_for(self, use: str) -> bytes:
        """A key of 32 bytes for one use, in URL-safe base64, as Fernet wants it."""
        secret = self.secret.get_secret_value().encode()
        derived = HKDF(SHA256(), 32, salt=b"onward", info=use.encode()).derive(secret)
        return base64.urlsafe_b64encode(derived)


def read_settings(**given: Any) -> Settings:
    """The settings of this environment, `given` first; BadSettings in plain sentences."""
    try:
        return Settings(**given)
    except ValidationError as wrong:
        raise BadSettings("\n".join(_plain(dict(one)) for one in wrong.errors())) from wrong


def _plain(error: dict[str, Any]) -> str:
    said = str(error["msg"]).removeprefix("Value error, ")
    where = "_".join(str(part) for part in error["loc"])
    return f"ONWARD_{where.upper()}: {said}." if where else f"{said}."
