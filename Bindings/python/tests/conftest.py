"""What the tests need: CALQUE_MODEL, the folder of a model, and CALQUE_LINES, a file of its language."""

import os

import pytest

from calque import Translator


@pytest.fixture(scope="session")
def model() -> str:
    return os.environ["CALQUE_MODEL"]


@pytest.fixture(scope="session")
def lines() -> list[str]:
    with open(os.environ["CALQUE_LINES"], encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file][:200]


@pytest.fixture(scope="session")
def translator(model) -> Translator:
    return Translator(model)
