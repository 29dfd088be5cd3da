"""What Bongsu costs while nothing happens: CPU of `bongsu work` and `bongsu web`, in percent of one core.

    python -m bench.idle [seconds]             default 20 s

A quiet organisation in real time with an open room, as it stands between two crises; SQLite. Nobody looks at a screen.
"""

import json
import os
import subprocess
import sys
import time

from bench.live import free_port  # sets the data folder and the port
from bench.spent import cpu_s
from bongsu.boot import demo, wiring
from bongsu.flows import convene
from bongsu.store.operations import models as m

SETTLE_S = 25
AIM_PCT = 2.0


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
        before = {name: cpu_s(process.pid) for name, process in running.items()}
        time.sleep(seconds)
        used = {
            name: round(100 * (cpu_s(process.pid) - before[name]) / seconds, 2) for name, process in running.items()
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
