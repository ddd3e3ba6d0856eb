"""The suite's own strictness, tried on a small suite in a process of its own: what must fail does fail."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
SMALL_SUITE = """
import logging
import threading
import warnings
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from platformdirs import user_data_path

def test_logs_a_warning():
    logging.getLogger("anju").warning("odd")

@pytest.mark.logs_warnings
def test_logs_a_warning_on_purpose():
    logging.getLogger("anju").warning("odd")

def test_uses_what_is_old():
    warnings.warn("old", DeprecationWarning)

def test_makes_qt_warn():
    qWarning("bad")

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, args=(20,), daemon=True, name="idle").start()

class Torn(QWidget):
    def paintEvent(self, event):
        with QPainter(self):
            raise ValueError("torn")

def test_cannot_be_painted(qtbot):
    torn = Torn()
    qtbot.addWidget(torn)
    torn.show()
    qtbot.wait(50)

def test_has_a_home_of_its_own(tmp_path):
    assert Path.home().is_relative_to(tmp_path)
    assert user_data_path("anju").is_relative_to(tmp_path)
"""


def test_what_is_careless_fails_and_nothing_else(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # the summary keeps its lines whole
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pytester.makepyprojecttoml(settings.replace('pythonpath = ["."]', f'pythonpath = ["{ROOT}"]'))
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.mkdir("tests").joinpath("test_small.py").write_text(SMALL_SUITE, encoding="utf-8")

    done = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")

    done.assert_outcomes(passed=4, failed=3, errors=2)
    done.stdout.fnmatch_lines_random(
        [
            "ERROR *test_logs_a_warning - *logged unexpectedly*odd*",
            "FAILED *test_uses_what_is_old - DeprecationWarning: old*",
            "FAILED *test_makes_qt_warn*",
            "FAILED *test_cannot_be_painted - *",
            "*test_small.py*, line *, in paintEvent",
            "ERROR *test_leaves_a_thread - *threads left running*idle*",
        ]
    )
