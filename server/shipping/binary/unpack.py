"""The second stage of the binary's first run: what takes xz, which the target may lack and Python has."""

import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def main() -> None:
    """`unpack FOLDER` unpacks FOLDER/*.tar.xz there, and removes them."""
    folder = Path(sys.argv[1])
    with ThreadPoolExecutor() as pool:
        list(pool.map(unpack, folder.glob("*.tar.xz")))


def unpack(archive: Path) -> None:
    with tarfile.open(archive, "r:xz") as opened:
        opened.extractall(archive.parent, filter="data")
    archive.unlink()


if __name__ == "__main__":
    main()
