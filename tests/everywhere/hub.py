"""Start a real JupyterHub with its proxy on loopback, as deploy/ sets it, and see what its servers weigh."""
import contextlib
import http.cookiejar
import os
import re
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
HUB, PROXY = (ROOT / ".venv-hub" / name for name in ("bin/jupyterhub", "node_modules/.bin/configurable-http-proxy"))
NOT_INSTALLED = "the hub isn't installed (make hub)"


class Hub:
    """A hub that lets every name in; learners' folders lie below `folder`."""

    def __init__(self, folder):
        self.folder, self.password = folder, secrets.token_hex(8)
        ports = free_ports(3)
        self.address, self._proxy, _ = (f"http://127.0.0.1:{port}" for port in ports)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("COURSE_", "JUPYTER", "CONFIGPROXY"))}
        self._environment = kept | {
            "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16), "COURSE_HUB_ADDRESS": self.address, "COURSE_HUB_PROXY": self._proxy,
            "COURSE_HUB_PORT": str(ports[2]), "COURSE_HUB_TRIAL": str(folder), "COURSE_HUB_PASSWORD": self.password}
        self._hub = None
        port, api = (address.rsplit(":")[-1] for address in (self.address, self._proxy))
        self._proxying = self._run("proxy", [PROXY, "--ip=127.0.0.1", f"--port={port}", "--api-ip=127.0.0.1", f"--api-port={api}",
                                             f"--default-target=http://127.0.0.1:{ports[2]}", "--error-target",
                                             f"http://127.0.0.1:{ports[2]}/hub/error"])

    def start(self):
        """Start the hub, as after a break: what it knew stands in its folder."""
        self._hub = self._run("hub", [HUB, "-f", ROOT / "deploy" / "jupyterhub_config.py"])
        end = time.monotonic() + 120
        while time.monotonic() < end and self._hub.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}/hub/api", timeout=5):
                return
            time.sleep(0.2)
        raise RuntimeError(f"the hub did not start: {(self.folder / 'hub.log').read_text()[-2000:]}")

    def stop(self):
        """Stop the hub alone: the proxy and the learners' servers go on."""
        self._hub.send_signal(signal.SIGINT)
        self._hub.wait(30)

    def close(self):
        """End all that was started, the learners' servers among it."""
        for process in filter(None, (self._hub, self._proxying)):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
        end = time.monotonic() + 20
        while (servers := self.processes()) and time.monotonic() < end:
            for pid in servers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM if time.monotonic() < end - 15 else signal.SIGKILL)
            time.sleep(1)

    def processes(self, *names):
        """Return the processes that run in a learner's folder, each with its kernels: all learners', or those of names."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                home = Path(os.readlink(path / "cwd"))
                if home.is_relative_to(self.folder) and home != self.folder:
                    if not names or home.relative_to(self.folder).parts[0] in names:
                        found.append(int(path.name))
        return found

    def _run(self, name, command):
        with open(self.folder / f"{name}.log", "a") as log:
            return subprocess.Popen([str(word) for word in command], cwd=self.folder, env=self._environment, stdout=log,
                                    stderr=subprocess.STDOUT)


@contextlib.contextmanager
def running(folder):
    """Run a hub; end it and all servers afterwards."""
    hub = Hub(folder)
    try:
        hub.start()
        yield hub
    finally:
        hub.close()


def visit(hub, name, page):
    """Log in as `name` and ask for a page until it comes, without a browser; return the seconds that this took."""
    start = time.monotonic()
    cookies = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    with opener.open(f"{hub.address}/hub/login", timeout=120) as form:
        xsrf = re.search(r'name="_xsrf"\s+value="([^"]*)"', form.read().decode())[1]
    fields = {"username": name, "password": hub.password, "_xsrf": xsrf}
    opener.open(f"{hub.address}/hub/login", urllib.parse.urlencode(fields).encode(), timeout=300).close()
    lab = f"{hub.address}/user/{name}/lab/tree/course/notebooks/{page}"
    while time.monotonic() - start < 300:
        with contextlib.suppress(urllib.error.HTTPError), opener.open(lab, timeout=120) as answer:
            if answer.url.startswith(lab):
                opener.open(lab.replace("/lab/tree/", "/api/contents/"), timeout=120).close()
                return time.monotonic() - start
        time.sleep(0.5)
    raise RuntimeError(f"no page for {name}")


def memory(pids):
    """Return the memory of processes in MB, what they share counted once."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1])
    return total / 1024


def free_ports(count):
    """Return ports that nobody listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
