"""Where the house stands, for the tests that walk through it."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "onedoor"


def list_sources() -> list[Path]:
    """Every Python file of the product but migrations."""
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def list_catalogues() -> list[Path]:
    """Every message catalogue, one a room."""
    return sorted(SOURCE.rglob("locale/zh_Hans/LC_MESSAGES/django.po"))


def list_layers() -> list[list[str]]:
    """The layers from the top down, as ``pyproject.toml`` states them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[name.strip() for name in layer.split("|")] for layer in layers]
