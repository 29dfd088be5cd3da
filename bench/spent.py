"""CPU that a process and all it started have spent, from /proc."""

import os
from pathlib import Path


def cpu_s(pid: int) -> float:
    """Seconds, of the process and its children that still run."""
    return sum(map(_own_s, _tree(pid)))


def _own_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _tree(int(child)))]
