"""What Bongsu costs while nothing happens: CPU of `bongsu work` and `bongsu web`, in percent of one core.

    python -m bench.idle [seconds]             default 20 s

A quiet organisation in real time with an open room, as it stands between two crises; SQLite. Nobody looks at a screen.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.live import free_port  # sets the data folder and the port
from bongsu.boot import demo, wiring
from bongsu.flows import convene
from bongsu.store.operations import models as m

SETTLE_S = 25
AIM_PCT = 2.0


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _tree(int(child)))]


def main() -> int:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    house, clock = wiring.ports(), wiring.clock()
    org = demo.seed(house, clock, url="http://127.0.0.1:9")
    clock.set_speed(org, 0)
    m.Org.objects.update(synthetic=False)
    m.Source.objects.all().delete()  # its storm is no quiet night
    brand = house.mentions.brands(org)[0].id
    convene.open_room(house, org=org, brand=brand, by="haneul", title="bench", why="bench", level=2)
    env = os.environ | {"BONGSU_PORT": str(free_port())}
    running = {
        name: subprocess.Popen([sys.executable, "-m", "bongsu.boot.cli", name], env=env) for name in ("work", "web")
    }
    try:
        time.sleep(SETTLE_S)
        before = {name: sum(map(_cpu_s, _tree(process.pid))) for name, process in running.items()}
        time.sleep(seconds)
        used = {
            name: round(100 * (sum(map(_cpu_s, _tree(process.pid))) - before[name]) / seconds, 2)
            for name, process in running.items()
        }
    finally:
        for process in running.values():
            process.terminate()
            process.wait(15)
    print(f"idle for {seconds} s: work {used['work']:.1f} %, web {used['web']:.1f} % of a core (aim {AIM_PCT:g} %)")
    print(json.dumps(used))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
