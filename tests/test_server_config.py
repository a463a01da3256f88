"""The server's setting for quick sliders: it takes effect, and where it can't it says so and harms nothing."""
import asyncio
import json
import logging
import re
import runpy
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "deploy" / "jupyter" / "jupyter_server_config.py"
NOTIFICATIONS = "@jupyterlab/apputils-extension:notification"
websocket = pytest.importorskip("jupyter_server.services.kernels.websocket")


class Connection:
    """Stands for a websocket handler: notes what is called on it."""
    def __init__(self, fails=False):
        self.calls, self.fails = [], fails

    def set_nodelay(self, value):
        self.calls.append(("set_nodelay", value))
        if self.fails:
            raise RuntimeError("no socket")


@pytest.fixture
def opened(monkeypatch):
    """Load the setting over a handler whose `open` notes that it ran; give the `open` that it leaves."""
    async def plain_open(self, kernel_id):
        self.calls.append(("open", kernel_id))

    monkeypatch.setattr(websocket.KernelWebsocketHandler, "open", plain_open)
    runpy.run_path(str(CONFIG))
    return websocket.KernelWebsocketHandler.open


def test_packets_are_sent_at_once_before_the_connection_opens(opened):
    connection = Connection()
    asyncio.run(opened(connection, "k1"))
    assert connection.calls == [("set_nodelay", True), ("open", "k1")]


def test_a_socket_without_the_switch_still_opens(opened, caplog):
    connection = Connection(fails=True)
    with caplog.at_level(logging.WARNING, logger="course"):
        asyncio.run(opened(connection, "k1"))
    assert connection.calls[-1] == ("open", "k1") and "no socket" in caplog.text


def test_a_server_of_another_form_is_left_alone_and_said_so(monkeypatch, caplog):
    monkeypatch.setattr(websocket.KernelWebsocketHandler, "open", lambda self: None)
    before = websocket.KernelWebsocketHandler.open
    with caplog.at_level(logging.WARNING, logger="course"):
        runpy.run_path(str(CONFIG))
    assert websocket.KernelWebsocketHandler.open is before and "another form" in caplog.text


def test_the_commands_open_the_first_page_find_the_pictures_and_ask_nobody_about_news(tmp_path):
    """Jupyter's server takes the folder of a page that it is started with for all there is: ../diagrams would be outside."""
    pytest.importorskip("playwright")
    from tests.browser import lab

    commands = [line for name in ("Makefile", "README.md") for line in re.findall(
        r"jupyter lab (?:\$\(AS_ROOT\) )?(.+)", (ROOT / name).read_text(encoding="utf-8"))]
    assert len(commands) == 3 and len({*commands}) == 1
    pictures = {name for path in (ROOT / "notebooks").glob("*.ipynb") for name in re.findall(
        r"\]\(\.\./(diagrams/[^)]+)\)", path.read_text(encoding="utf-8"))}
    assert len(pictures) > 10
    with lab.server(ROOT, tmp_path / "lab.log", arguments=commands[0].split()) as (address, token):
        def asked(path):
            return urllib.request.urlopen(f"{address}{path}?token={token}")

        def got(path):
            with asked(f"/lab{path}") as answer:
                return answer.read().decode()

        with asked("/") as answer:
            assert answer.url.partition("?")[0] == f"{address}/lab/tree/notebooks/00_start_here.ipynb"
        for picture in pictures:
            with asked(f"/files/{picture}") as answer:
                assert answer.headers["Content-Type"] == "image/png"
        notifications = json.loads(got(f"/api/settings/{NOTIFICATIONS}"))
        ours = notifications["schema"]["properties"]
        assert notifications["settings"] == {}
        assert ours["fetchNews"]["default"] == "false" and ours["checkForUpdates"]["default"] is False
        settings = json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', got(""), re.S)[1])
        assert settings["news"] == {"disabled": True}
        assert json.loads(got("/api/news")) == {"news": []}
        assert json.loads(got("/api/update")) == {"notification": None}
