"""Mutation testing: `make mutants`, or `make mutants MODULE=losses`.

    python -m tools.mutation losses layers    two modules; all of layers 0 and 1 if none is named
    python -m tools.mutation losses --survivors    after new tests: ask again only about those that were left
    python -m tools.mutation -j 2    two processes at a time

A run that was interrupted goes on where it stopped; what changed since is done anew. Every survivor with its diff
stands in _build/mutation/report.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time

from tools.mutation import plan

HEAD = ("module", "mutants", "killed", "timed out", "survived", "score", "without texts")


def main() -> int:
    """Mutate the modules asked for; return 1 where one could not be."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description="Mutation testing of layers 0 and 1.")
    parser.add_argument("modules", nargs="*", metavar="module", help=f"of {', '.join(plan.MORE_TESTS)}; all if none")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="processes at a time (default 1)")
    parser.add_argument("--survivors", action="store_true", help="ask again only about mutants that no test killed")
    parser.add_argument("--report", action="store_true", help="run nothing; write the report of what was run")
    options = parser.parse_args()
    if unknown := sorted(set(options.modules) - set(plan.MORE_TESTS)):
        parser.error(f"there is no module {', '.join(unknown)}; choose from {', '.join(plan.MORE_TESTS)}")
    install()
    modules = options.modules or list(plan.MORE_TESTS)
    done = [options.report or mutate(module, options.jobs, options.survivors) for module in modules]
    from tools.mutation.report import write_report

    print(write_report(HEAD))
    print(f"The survivors and their diffs: {plan.REPORT.relative_to(plan.ROOT)}")
    return 0 if all(done) else 1


def install() -> None:
    """Install mutmut beside the environment, once."""
    stamp = plan.TOOLS / "installed.txt"
    if not (stamp.is_file() and stamp.read_text() == plan.MUTMUT):
        print(f"Installing {plan.MUTMUT} …", flush=True)
        shutil.rmtree(plan.TOOLS, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        pip = subprocess.run([*command, "--target", plan.TOOLS, plan.MUTMUT], capture_output=True, text=True)
        if pip.returncode:
            sys.exit(f"{pip.stderr}\npip could not install {plan.MUTMUT}; its message stands above.")
        stamp.write_text(plan.MUTMUT)
    sys.path.append(str(plan.TOOLS))  # at the end: what the environment has is not replaced


def mutate(module: str, jobs: int, survivors_only: bool) -> bool:
    """Lay a module out and let mutmut run; say whether it could."""
    from tools.mutation.layout import forget, lay_out, lend_data, work_of

    start = time.monotonic()
    try:
        if lay_out(module) or survivors_only:
            forget(module, survivors_only)
        lend_data(module)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return False
    print(f"{module} …", flush=True)
    log = work_of(module) / "mutmut.log"
    script = plan.HERE / "mutators.py"
    settings = {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with log.open("w") as output:
        run = subprocess.run(
            [sys.executable, script, plan.TOOLS, "run", "--max-children", str(jobs)],
            cwd=work_of(module), env={**os.environ, **settings}, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    if run.returncode:
        tail = "\n".join(log.read_text(errors="replace").replace("\r", "\n").splitlines()[-40:])
        print(f"{tail}\nmutmut could not mutate {module}; its last words stand above.", file=sys.stderr)
    print(f"{module}: {time.monotonic() - start:.0f} s", flush=True)
    return not run.returncode


if __name__ == "__main__":
    sys.exit(main())
