"""The level table of a file, or the one that ships; for commands that know no organisation."""

from importlib.resources import files
from pathlib import Path

import yaml

from bongsu.core.errors import SetupError
from bongsu.core.values import LevelRow
from bongsu.crisis.ground import parse_levels


def level_table(path: Path | None = None) -> tuple[LevelRow, ...]:
    """`levels: [{level, volume_x, triggers, …}]`; by default those that ship (boot/sample/levels.yaml).

    Raises SetupError.
    """
    if path is None:
        text = (files("bongsu.boot") / "sample" / "levels.yaml").read_text(encoding="utf-8")
    else:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise SetupError(problem=f"{path} cannot be read: {problem}.", hint="") from problem
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise SetupError(problem=f"{path} is not YAML: {problem}.", hint="") from problem
    if not isinstance(data, dict) or not isinstance(data.get("levels"), list):
        raise SetupError(problem=f"{path}: expected a list of levels.", hint="levels: [{level: 1, …}, …]")
    return parse_levels(data["levels"])
