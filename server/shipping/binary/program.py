"""What the binary runs: the command `hitlake`, and `-m MODULE` for what starts processes of its own."""

import runpy
import sys


def main() -> None:
    if sys.argv[1:2] == ["-m"] and len(sys.argv) > 2:
        module = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return
    from server.__main__ import main as hitlake

    hitlake()


if __name__ == "__main__":
    main()
