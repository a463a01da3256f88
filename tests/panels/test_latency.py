"""The measurement of the panels: its statistics, what it says misses a limit, the twins, and a run of a few presses."""
import json

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from benchmarks import latency, latency_cells  # noqa: E402
from helpers import panels  # noqa: E402
from helpers.panels import showing  # noqa: E402
from tests.browser import lab  # noqa: E402


def test_percentiles_lie_between_neighbours():
    assert latency.percentile([3.0], 0.95) == 3.0
    assert latency.percentile([4, 1, 3, 2], 0.5) == 2.5
    assert latency.percentile(range(101), 0.95) == 95
    assert latency.summary([30.04, 10, 20]) == {"median": 20, "p95": 29.0, "presses": 3}


def test_a_drag_counts_the_pictures_before_the_release_and_the_time_after_it():
    assert latency.dragged([90, 110, 600, 1090, 1130], 100, 1100) == {"pictures": 3.0, "settle": 30}
    assert latency.dragged([200], 100, 1100) == {"pictures": 1.0, "settle": 0}


def row(**panel):
    return {"name": "gate_explorer", "kernel": [1.5, 2.0],
            "empty": {"median": 30.0, "p95": 40.0, "presses": 9, "pictures": 50.0, "settle": 0},
            "panel": {"median": 33.0, "p95": 44.0, "presses": 9, "pictures": 40.0, "settle": 24} | panel,
            "twin": {"median": 270.0, "p95": 360.0, "presses": 3, "pictures": 4.0, "settle": 300}}


def test_what_misses_a_limit_is_said():
    assert latency.ratios(row()) == {"median": 1.1, "p95": 1.1, "twin": 8.2, "rate": 0.8, "settle": 24}
    assert latency.missed(row()) == []
    assert latency.missed(row(median=60.0)) == ["gate_explorer: median 2, expected at most 1.3",
                                                "gate_explorer: twin 4.5, expected at least 5"]
    assert latency.missed(row(p95=61.0)) == ["gate_explorer: p95 1.52, expected at most 1.5"]
    assert latency.missed(row(pictures=34.0)) == ["gate_explorer: rate 0.68, expected at least 0.75",
                                                  "gate_explorer: 34.0 pictures a second, expected at least 35"]
    assert latency.missed(row(settle=160)) == ["gate_explorer: settle 160, expected at most 150"]
    assert latency.missed(row() | {"kernel": [5.5, 6.0]}) == ["gate_explorer: kernel 5.5 ms, expected at most 5"]


def test_the_table_shows_what_was_measured_and_a_dash_where_nothing_was():
    doors = {"name": "gate_puzzle", "kernel": [0.7, 1.0]} | {
        kind: {"median": 30.0, "p95": 40.0, "presses": 9} for kind in ("empty", "panel")}
    opened = {"name": "questions", "kernel": [1.1, 2.0], "opened": {
        kind: {"median": median, "p95": 90.0, "presses": 9} for kind, median in (("empty", 40.0), ("panel", 60.0))}}
    rows = [row(), doors, opened]
    lines = latency.as_text(latency.table(rows)).splitlines()
    assert lines[1].split()[:10] == ["gate_explorer", "30", "/", "40", "33", "/", "44", "270", "/", "360"]
    assert lines[2].count("–") == 7 and len(lines) == 5
    assert lines[3].split()[-3:] == ["1.1", "60:", "1.5"] and latency.missed(opened) == []
    page = latency.page({"machine": latency.machine(), "with": rows, "missed": []})
    assert "| gate_puzzle | 30 / 40 | 30 / 40 | – | 1.0 |" in page and "- Everything holds." in page and "Without it" not in page


def test_the_machine_is_described_without_saying_whose_it_is():
    import getpass
    import platform

    text = json.dumps(latency.machine())
    assert not any(name in text for name in (platform.node(), str(latency.ROOT)) if name)
    assert getpass.getuser() not in text.split('"')


def test_every_panel_of_the_course_is_measured():
    assert tuple(latency_cells.PANELS) == latency.PANELS
    assert tuple(latency_cells.QUIET) == latency.OPENED
    assert {*latency.ALL} == {*panels.__all__, "predict_choice", "progress"} - {"Panel"}


@pytest.mark.parametrize(("name", "key"), [("both_sides", "word"), ("attention_map", "step"), ("decay", "decay")])
def test_each_place_of_the_slider_that_is_pressed_is_another_picture(name, key):
    panel = latency_cells.PANELS[name]()
    slider, seen = panel.controls[key], []
    for place in range(round((slider.max - slider.min) / slider.step) + 1):
        panel.set(**{key: slider.min + place * slider.step})
        seen.append(panel.svg)
    assert all(one != other for one, other in zip(seen, seen[1:]))
    panel.close()


@pytest.mark.parametrize("name", latency.PANELS)
def test_a_twin_has_a_new_figure_each_time(name):
    for _ in range(2):
        with latency_cells._as_everyone_does():
            noted = latency_cells.PANELS[name]()
            drawings, _ = noted.draw(**{control.key: control.value for control in noted.noted})
        drawings = drawings if isinstance(drawings, list) else [drawings]
        charts = sum(isinstance(drawing, latency_cells.Redrawn) for drawing in drawings)
        assert len(latency_cells.plt.get_fignums()) >= charts
        latency_cells.plt.close("all")


@pytest.mark.parametrize("name", ["gate_explorer", "gate_puzzle", "gradient_lab"])
def test_a_twin_draws_the_panels_picture_anew_and_leaves_the_panel_as_it_was(name):
    make = latency_cells.PANELS[name]
    before = make()
    svg = before.svg
    with latency_cells._as_everyone_does():
        noted = make()
        first = {control.key: control.value for control in noted.noted}
        drawings, words = noted.draw(**first)
    latency_cells.plt.close("all")
    assert words == before.words and first == before.values
    assert any(isinstance(drawing, latency_cells.Redrawn) for drawing in (drawings if isinstance(drawings, list) else [drawings]))
    before.refresh()
    assert before.svg == svg and make().svg == svg
    for panel in list(showing._open.values()):
        panel.close()


def test_callbacks_note_their_time_but_not_that_of_a_button_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(latency_cells, "NOTES", tmp_path / "notes.txt")
    timed = latency_cells._timed("why", lambda *arguments: None)
    for arguments in ((), ("self", {"new": True}), ("self", {"new": False}), ("self", {"new": 0.0})):
        timed(*arguments)
    assert [line.split()[0] for line in (tmp_path / "notes.txt").read_text().splitlines()] == ["why"] * 3


@pytest.mark.skipif(lab.CHROMIUM is None, reason="no Chromium on this machine: the panels were not measured")
def test_a_quick_run_measures_a_question_how_it_opens_and_a_panel(capsys):
    question, panel = latency.main(["--quick", "why", "gate_explorer"])["with"]
    assert question["panel"]["presses"] == 8 and question["opened"]["panel"]["presses"] == 10
    assert "twin" not in question and "pictures" not in question["panel"]
    assert 0 < question["panel"]["median"] < 4 * question["empty"]["median"]
    assert panel["panel"]["presses"] == panel["empty"]["presses"] == 8 and panel["twin"]["presses"] >= 2
    assert 0 < panel["panel"]["median"] < panel["twin"]["median"]
    assert panel["panel"]["pictures"] > panel["twin"]["pictures"] and 0 < panel["kernel"][0] < 100
    assert "gate_explorer" in capsys.readouterr().out
