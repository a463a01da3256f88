"""A hub on one machine, with the environment that `make hub` builds. docs/teaching.md says how it is started.

Whoever has an account on the machine logs in with it, and works under it. To try the hub without any account, set
COURSE_HUB_TRIAL to a folder: then every name comes in with the password COURSE_HUB_PASSWORD, and works below that folder
as whoever started the hub. That is for trials only: such learners can read one another's files.

The proxy is a process of its own, so that learners go on working while the hub is restarted, and their servers stay.
"""
import os
import sys
from pathlib import Path

DEPLOY = Path(__file__).absolute().parent
c = get_config()  # noqa: F821 (JupyterHub reads this file and brings it)

c.JupyterHub.bind_url = os.environ.get("COURSE_HUB_ADDRESS", "http://127.0.0.1:8000")
c.JupyterHub.hub_port = int(os.environ.get("COURSE_HUB_PORT", 8081))
c.ConfigurableHTTPProxy.should_start = False  # its token comes from CONFIGPROXY_AUTH_TOKEN, to the hub as to the proxy
c.ConfigurableHTTPProxy.api_url = os.environ.get("COURSE_HUB_PROXY", "http://127.0.0.1:8001")
c.JupyterHub.cleanup_servers = False
c.JupyterHub.cleanup_proxy = False

c.Spawner.cmd = [str(DEPLOY / "start-learner.sh")]
c.Spawner.default_url = "/lab/tree/course/notebooks/00_start_here.ipynb"
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {
    "COURSE_SOURCE": str(DEPLOY.parent),
    "JUPYTER_CONFIG_PATH": str(DEPLOY / "jupyter"),
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
}

if trial := os.environ.get("COURSE_HUB_TRIAL"):
    c.JupyterHub.authenticator_class = "dummy"
    c.JupyterHub.spawner_class = "simple"
    c.DummyAuthenticator.password = os.environ["COURSE_HUB_PASSWORD"]
    c.SimpleLocalProcessSpawner.home_dir_template = f"{trial}/{{username}}"
c.Authenticator.allow_all = True
