"""Measures how many instances a second `rationale test` and Python's fractions try, on the same instances in the same
order, one thread each, and prints both with their ratio:

    cargo build --release && python3 benches/throughput/compare.py [BINARY] [STATEMENT…]

BINARY is target/release/rationale if it is not given. Only trying is timed, not the checking of the imports.
"""

import os
import re
import subprocess
import sys
import time

import fractions_worlds

HERE = os.path.dirname(os.path.abspath(__file__))
BINARY = os.path.join(HERE, "..", "..", "target", "release", "rationale")
# For these the script would take minutes with --exhaustive.
SMALL = {"symmetrization"}


def ours(binary, name):
    """Instances drawn, and seconds."""
    command = [binary, "test", HERE, name, "--cases", "0", "--format"]
    command[4:4] = [] if name in SMALL else ["--exhaustive"]
    environment = dict(os.environ, RAYON_NUM_THREADS="1")

    def run(form):
        return subprocess.run(command + [form], env=environment, capture_output=True, text=True).stdout

    drawn = int(re.search(r"decided of (\d+) drawn", run("full")).group(1))
    return drawn, float(re.search(r'<testcase [^>]*time="([0-9.]+)"', run("junit")).group(1))


def theirs(name):
    """The same for the script."""
    instance, variables = fractions_worlds.STATEMENTS[name]
    start = time.perf_counter()
    drawn, _ = fractions_worlds.sweep(instance, variables, 300 if name in SMALL else 30_000)
    return drawn, time.perf_counter() - start


def main():
    arguments = sys.argv[1:]
    binary = arguments.pop(0) if arguments and arguments[0] not in fractions_worlds.STATEMENTS else BINARY
    print("statement        instances   rationale, a second   Python, a second   ratio")
    for name in arguments or fractions_worlds.STATEMENTS:
        (drawn, seconds), (same, slow) = ours(binary, name), theirs(name)
        if drawn != same:
            sys.exit(f"{name}: {drawn} instances against {same}")
        fast, slow = drawn / max(seconds, 1e-6), drawn / slow
        print(f"{name:<15} {drawn:>10}   {fast:>19.0f}   {slow:>16.0f}   {fast / slow:>5.0f}")


if __name__ == "__main__":
    main()
