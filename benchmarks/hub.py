"""How long a hub on one machine takes until learners who come at once have their first page, and what they weigh.

    make hub && .venv/bin/python -m benchmarks.hub      writes benchmarks/results/hub.json
"""
import concurrent.futures
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from tests.everywhere import hub

RESULT = Path(__file__).parent / "results" / "hub.json"
PAGE = "00_start_here.ipynb"


def measure(learners):
    """Let so many learners log in at the same moment on a new hub; return what was seen."""
    with tempfile.TemporaryDirectory() as folder, hub.running(Path(folder)) as running:
        load = os.getloadavg()[0]
        before = processor_seconds()
        with concurrent.futures.ThreadPoolExecutor(learners) as pool:
            seconds = sorted(pool.map(lambda number: hub.visit(running, f"learner{number:02d}", PAGE), range(learners)))
        return {"learners": learners, "seconds first": round(seconds[0], 1),
                "seconds median": round(statistics.median(seconds), 1), "seconds last": round(seconds[-1], 1),
                "processor seconds a learner": round((processor_seconds() - before) / learners, 1),
                "MB a server": round(hub.memory(running.processes()) / learners), "load when it began": round(load, 1)}


def processor_seconds():
    """Return the seconds of all cores that were not idle, since the machine started, other programs' among them."""
    user, nice, system, *_ = (int(word) for word in Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    found = {"cores": os.cpu_count(), "when": time.strftime("%Y-%m-%d"), "hub": []}
    for count in (1, 10, 30):
        found["hub"].append(measure(count))
        print(found["hub"][-1], flush=True)
    RESULT.write_text(json.dumps(found, indent=1) + "\n")
