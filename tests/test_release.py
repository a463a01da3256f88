"""Version, changelog and citation say the same."""
import re
from pathlib import Path

import helpers

ROOT = Path(__file__).parents[1]


def test_the_changelog_begins_with_the_version_of_the_helpers():
    assert re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[1] == helpers.__version__


def test_the_citation_names_the_version_and_its_day():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    cited = dict(re.findall(r"^(version|date-released): (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M))
    assert cited["version"] == helpers.__version__
    assert f"## [{cited['version']}] - {cited['date-released']}" in changelog


def test_the_readmes_tree_names_every_wing():
    tree = (ROOT / "README.md").read_text(encoding="utf-8").split("```")[-2]
    for wing in helpers.WINGS:
        assert f"    {wing}/ " in tree or f"    {wing}.py" in tree
