"""How the site is written: always the same, all at once, and never over something else."""

import subprocess
import threading

from checking import build, check, command, course, work


def written_once_and_whole(site):
    def contents():
        return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    first = contents()
    missing, is_done = [], threading.Event()

    def watch():
        while not is_done.is_set():
            if not (site / "index.html").exists():
                missing.append("index.html")

    watcher = threading.Thread(target=watch)
    watcher.start()
    build(course)
    is_done.set()
    watcher.join()
    check("there is a site all the time", not missing)
    second = contents()
    differing = sorted(str(path) for path in first.keys() | second.keys() if first.get(path) != second.get(path))
    check("the same bytes again", not differing, differing)


def refuses_other_folders():
    foreign = work / "foreign"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("mine")
    said = subprocess.run([command, "build", "--output", foreign], cwd=course, capture_output=True, text=True)
    check("a foreign folder is refused", said.returncode == 2 and "this command did not write" in said.stderr, said)
    check("and left alone", [x.name for x in foreign.iterdir()] == ["letter.txt"])
