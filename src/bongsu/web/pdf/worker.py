"""Sets one page: JSON {page, fonts, data} on standard input, the PDF on standard output. Started by bongsu.web.pdf."""

import json
import resource
import sys
from pathlib import Path

import typst

CPU_S = 15
MEMORY = 4 << 30


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    told = json.load(sys.stdin.buffer)
    page = Path(told["page"])
    made = typst.compile(
        str(page),
        root=str(page.parent),
        font_paths=[told["fonts"]],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(told["data"], ensure_ascii=False)},
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
