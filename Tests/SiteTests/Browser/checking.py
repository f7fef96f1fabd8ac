"""What all checks share: the command, the course, a folder for what they make, and how they are counted."""

import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse

command, course = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
work = pathlib.Path(tempfile.mkdtemp())
count = 0


def check(name, holds, detail=""):
    """Counts a check; the first that does not hold ends the run with 1."""
    global count
    count += 1
    if not holds:
        print(f"failed: {name} {detail}")
        sys.exit(1)


# What takes longer hangs. No check depends on how fast anything is: times are the benchmark's.
hang = 1800


def wait(condition):
    """Waits until a condition holds, however long it takes; what has not come after half an hour is reported as a hang."""
    end, error = time.time() + hang, None
    while time.time() < end:
        try:
            if condition():
                return True
            error = None
        except Exception as raised:
            error = raised
        time.sleep(0.02)
    print("it hangs: half an hour went by without what is awaited", error or "")
    return False


def build(course):
    site = work / "site"
    subprocess.run([command, "build", "--output", site], cwd=course, check=True, stdout=subprocess.DEVNULL)
    return site


def pages(site):
    """All pages but the one for what is missing: a host shows it under any address, so its links begin at the host's root."""
    return sorted(page for page in site.rglob("*.html") if page.name != "404.html")


def address(path):
    return "file://" + urllib.parse.quote(str(path))
