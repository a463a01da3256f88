"""The pictures that are made beforehand for the book: of slider panels, and of nothing else that a page shows."""
import importlib.util

from helpers import panels
from tests.docs.publishing import ROOT

SPEC = importlib.util.spec_from_file_location("live_panels", ROOT / "docs" / "live_panels.py")
live_panels = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(live_panels)


def test_questions_about_earlier_pages_are_no_panel():
    assert live_panels.pictures(panels.questions("13")) is None


def test_a_panel_has_a_picture_for_each_place_of_one_slider():
    shown = live_panels.pictures(panels.gate_explorer())
    assert len(shown["moving"]) == len(shown["values"]) > 10 and shown["still"]
