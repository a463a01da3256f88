"""Read the files in data/, and notice when one isn't what the course was written with.

data/README.md holds a line `<SHA-256>  <name>` for each file. Text is compared with its line ends taken as "\\n", so
that a checkout on Windows is the same text. Reading writes nothing; `keep` is for the commands that make a file.

    python -m helpers.tasks.datafiles NAME …     note the checksum of files that were edited by hand
"""
import csv
import hashlib
import io
import re
import sys
from pathlib import Path

import numpy as np

from helpers import write_whole

FOLDER = Path(__file__).resolve().parents[2] / "data"
LINE = re.compile(r"^([0-9a-f]{64})  (\S+)$", re.MULTILINE)


def content(name, folder=FOLDER):
    """Return the bytes of the file `name` in data/, checked against data/README.md.

    Raises
    ------
    FileNotFoundError
        if the file, or the README with its checksum, is missing
    ValueError
        if the file isn't the one the README describes; both say how to get the file back
    """
    data = normal(name, _bytes(name, folder))
    known = {file: checksum for checksum, file in LINE.findall(_readme(folder))}
    if name not in known:
        raise ValueError(f"data/README.md has no checksum of data/{name}: `git checkout data/README.md` brings it back")
    found = hashlib.sha256(data).hexdigest()
    if found != known[name]:
        raise ValueError(f"data/{name} was changed (its SHA-256 starts with {found[:8]}, expected {known[name][:8]}): "
                         f"`git checkout data/{name}` brings it back")
    return data


def text(name, folder=FOLDER):
    """Return the text of the file `name` in data/, checked."""
    return content(name, folder).decode("utf-8")


def lines(name, folder=FOLDER):
    """Return the lines of the text file `name` in data/, checked, without empty lines and comments (#)."""
    return [line.strip() for line in text(name, folder).splitlines() if line.strip() and not line.startswith("#")]


def table(name, folder=FOLDER):
    """Return the rows of the file `name` (.csv, comments with #) in data/, checked: a list of dictionaries.

    What reads as a number is one.
    """
    return [{key: _number(value) for key, value in row.items()} for row in csv.DictReader(lines(name, folder))]


def by_network(rows, experiment, measure):
    """Return network → the values of its seeds, of those rows of a table that are of one experiment and one measure."""
    found = {}
    for row in rows:
        if (row["experiment"], row["measure"]) == (experiment, measure):
            found.setdefault(row["network"], []).append(row["value"])
    return found


def arrays(name, folder=FOLDER):
    """Return the arrays of the file `name` (.npz) in data/, checked, by name, in float64."""
    with np.load(io.BytesIO(content(name, folder)), allow_pickle=False) as file:
        return {key: file[key].astype(float) for key in file.files}


def keep(name, data, folder=FOLDER):
    """Write `data` (bytes or text) to the file `name` in data/, whole or not at all, and its checksum to the README."""
    data = normal(name, data.encode("utf-8") if isinstance(data, str) else data)
    readme = _readme(folder)
    checksum = hashlib.sha256(data).hexdigest()
    old = re.compile(rf"^[0-9a-f]{{64}}  {re.escape(name)}$", re.MULTILINE)
    if not old.search(readme):
        raise ValueError(f"data/README.md has no checksum line for {name}: add 64 zeros, two spaces and the name first")
    write_whole(Path(folder, name), data)
    write_whole(Path(folder, "README.md"), old.sub(f"{checksum}  {name}", readme).encode("utf-8"))


def normal(name, data):
    """Return the bytes whose checksum counts: text with line ends "\\n", everything else as it is."""
    return data if name.endswith(".npz") else data.replace(b"\r\n", b"\n")


def _bytes(name, folder):
    try:
        return Path(folder, name).read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"data/{name} is missing: `git checkout data/{name}` brings it back") from None


def _readme(folder):
    return normal("README.md", _bytes("README.md", folder)).decode("utf-8", "replace")


def _number(value):
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            pass
    return value


if __name__ == "__main__":
    for edited in sys.argv[1:]:
        keep(edited, _bytes(edited, FOLDER))
