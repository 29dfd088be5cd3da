"""`make bench`: every measurement, one process each, so that none warms another's caches."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    wanted = sys.argv[1:] or sorted(p.stem for p in Path(__file__).parent.glob("[!_]*.py"))
    failed = 0
    for name in wanted:
        print(f"\n── {name} " + "─" * 60, flush=True)
        failed += subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
