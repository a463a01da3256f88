"""Build the book and the site as `make` does, and serve them on loopback."""
import contextlib
import functools
import http.server
import os
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = next(filter(Path.exists, (ROOT / ".venv-docs" / name for name in ("bin/python", "Scripts/python.exe"))), None)
NOT_INSTALLED = "the publishing packages aren't installed (make publishing)"
PAGES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def build(job, target, **settings):
    """Build with the publishing environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")} | settings
    done = subprocess.run([PYTHON, ROOT / "docs" / "build.py", job, target], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word, JavaScript modules and WebAssembly under their types."""
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".whl": "application/zip"}

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    """Serve a folder on loopback; yield the address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
