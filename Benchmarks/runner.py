"""Measures the runner beside the bare toolchain and beside a notebook, and on a course that grows.

Usage: python3 Benchmarks/runner.py [quick]           corpus, edit and watched, which `make bench` calls
       python3 Benchmarks/runner.py corpus|edit|watched|many  one of them
"""

import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LESSONS = ROOT / ".build/debug/lessons"
WORDS = sys.argv[1:]
QUICK = "quick" in WORDS
FENCE = "```"


def lesson(number, cells=8):
    """A lesson of small checked cells that share state and call the library."""
    text = [f"# Lesson {number}\n\n{FENCE}swift\nimport CNN\n\nvar total = {number}\nprint(total)\n{FENCE}\n\n{FENCE}output\n{number}\n{FENCE}\n"]
    total = number
    for cell in range(1, cells):
        total += cell
        text.append(
            f"Some words about step {cell}.\n\n{FENCE}swift\n"
            f"func step{cell}(_ x: Int) -> Int {{ x + {cell} }}\ntotal = step{cell}(total)\n"
            f"let t{cell} = Tensor([Float(total), {cell}])\nprint(total, t{cell}.sum())\n{FENCE}\n\n"
            f"{FENCE}output\n{total} {total + cell}.0\n{FENCE}\n"
        )
    return "\n".join(text)


def course(folder, count, cells=8):
    for index in range(count):
        path = folder / f"Lessons/{index // 100 + 1}-part/{index % 100 + 1:02}-lesson{index}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lesson(index, cells))


def verify(folder, *options):
    """Seconds, and the peak memory of the runner itself in MB: not that of the compilers it starts."""
    start = time.perf_counter()
    process = subprocess.Popen([LESSONS, "verify", *options], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            peak = max([peak] + [int(kb) for kb in re.findall(r"VmHWM:\s+(\d+)", status)])
        except OSError:
            pass
        time.sleep(0.002)
    seconds = time.perf_counter() - start
    output = process.stdout.read().decode()
    assert process.returncode == 0, output
    return seconds, peak / 1024


def bare_toolchain(folder, jobs=2):
    """Compiles, links and runs the same programs with nothing around them; seconds of each of the three."""
    swiftc = pathlib.Path(shutil.which("swiftc")).resolve()
    usr, libraries = swiftc.parent.parent, LESSONS.resolve().parent
    swift = usr / "lib/swift/linux"
    work = folder / "bare"
    work.mkdir()
    for index, path in enumerate(sorted(folder.glob("Lessons/*/*.md"))):
        (work / f"{index}").mkdir()
        cells = re.findall(r"```swift\n(.*?)```", path.read_text(), re.S)
        (work / f"{index}/main.swift").write_text("".join(cells))
    count = len(list(work.iterdir()))
    flags = "-swift-version 6 -default-isolation MainActor -Onone -gline-tables-only"
    names = "SwiftOnoneSupport Core _Concurrency _StringProcessing _RegexParser Glibc"
    compile = f"""{usr}/bin/swift-frontend -c {flags} -I {libraries}/Modules \
        -Xcc -fmodule-map-file={libraries}/CPrefetch.build/module.modulemap \
        -module-cache-path {libraries}/lessons.cache/ModuleCache -module-name Lesson -primary-file main.swift -o main.o"""
    link = f"""{usr}/bin/clang -fuse-ld=lld -pie -Xlinker -rpath -Xlinker {swift} -Xlinker -rpath -Xlinker {libraries} \
        {swift}/x86_64/swiftrt.o main.o -L {libraries} -lLessonRuntime -L {swift} \
        {" ".join("-lswift" + n for n in names.split())} -lm -o main"""

    def each(script):
        start = time.perf_counter()
        command = ["xargs", "-P", str(jobs), "-n", "1", "sh", "-c", f"cd {work}/$0 && {script}"]
        subprocess.run(command, input="\n".join(map(str, range(count))).encode(), check=True)
        return time.perf_counter() - start

    return [each(compile), each(link), each("./main > out.txt")]


def notebook(folder):
    """Seconds to run a like notebook of 8 cells with nbclient."""
    venv = ROOT / ".build/bench-nbclient"
    if not (venv / "bin/jupyter").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", "nbclient", "ipykernel", "numpy", "nbformat", "jupyter-core"], check=True)
    cells = ["import numpy as np\ntotal = 1\nprint(total)"] + [
        f"def step{i}(x): return x + {i}\ntotal = step{i}(total)\nprint(total, np.array([total, {i}]).sum())" for i in range(1, 8)
    ]
    code = f"""
import nbformat, nbclient
nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in {cells!r}])
nbclient.NotebookClient(nb, kernel_name="python3").execute()
"""
    start = time.perf_counter()
    subprocess.run([venv / "bin/python", "-c", code], check=True, cwd=folder, capture_output=True)
    return time.perf_counter() - start


def row(what, value, bound):
    print(f"{what:<66} {value:>14}   {bound}", flush=True)


def corpus(temporary):
    """Many lessons of 8 checked cells."""
    count = 25 if QUICK else 50
    small, first = temporary / "small", temporary / "first"
    course(small, count)
    course(first, 1)
    verify(first)  # fills the compiler's module cache
    times, bare, free = [], [], []
    for _ in range(2 if QUICK else 4):
        shutil.rmtree(small / "bare", ignore_errors=True)
        bare.append(bare_toolchain(small))
        times.append(verify(small, "--no-cache"))
        free.append(verify(small, "--no-cache", "--sandbox", "off")[0])
    cold, toolchain = statistics.median(t for t, _ in times), statistics.median(map(sum, bare))
    row(f"{count} lessons of 8 checked cells, cold", f"{cold:.2f} s", "")
    row("  a checked cell", f"{cold / count / 8 * 1000:.1f} ms", "at most 15 ms; rustdoc's merged tests 6.8")
    row("  the bare toolchain, same programs, same cores", f"{toolchain:.2f} s", "")
    for part, seconds in zip(["compiling", "linking", "running"], zip(*bare)):
        row(f"    {part}, a cell", f"{statistics.median(seconds) / count / 8 * 1000:.1f} ms", "")
    row("  runner / toolchain", f"{cold / toolchain:.2f}", "at most 1.10")
    # Two programs at a time; the best of each, since it is a small difference of large numbers.
    walls = (min(t for t, _ in times) - min(free)) * 2 / count * 1000
    row("  the sandbox, a process", f"{walls:.0f} ms", "at most 20 ms")
    row("  peak memory of the runner", f"{max(m for _, m in times):.0f} MB", "below 60 MB")
    verify(small)
    row("  all cached", f"{statistics.median(verify(small)[0] for _ in range(5)):.3f} s", f"at most {0.2 * count / 50} s")


def edit(temporary):
    """One lesson, changed again and again, beside a like notebook."""
    one = temporary / "one"
    course(one, 1)
    path = next(one.glob("Lessons/*/*.md"))
    notebook(one)  # installs what it needs
    edits, books = [], []
    for change in range(3 if QUICK else 7):
        path.write_text(lesson(0).replace("var total = 0", f"var total = 0 + {change} - {change}"))
        edits.append(verify(one)[0])
        books.append(notebook(one))
    row("one lesson of 8 cells, edit to result", f"{statistics.median(edits):.3f} s", "at most 0.3 s")
    row("  nbclient, a like notebook", f"{statistics.median(books):.3f} s", "")
    row("  runner / nbclient", f"{statistics.median(edits) / statistics.median(books):.2f}", "at most 0.33")


def save(path, text):
    """Writes a file at once, as editors do: half of it would be a change, too."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.rename(path)


class Watch:
    """`lessons run --watch`, whose results are awaited one by one."""

    def __init__(self, folder, name):
        self.process = subprocess.Popen(
            [LESSONS, "run", name, "--watch"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self.wait()

    def wait(self):
        for line in self.process.stderr:
            if line.startswith("Waiting for a change"):
                return
        raise RuntimeError("lessons run --watch has ended")

    def edits(self, path, text, place, count):
        """Seconds from saving each edit at a place to the whole lesson's verdict."""
        times = []
        for change in range(count + 1):
            start = time.perf_counter()
            save(path, f"{text[:place]} // {change}{text[place:]}")
            self.wait()
            times.append(time.perf_counter() - start)
        # The first one compiles what is known of the cells before it.
        return times[1:]

    def close(self):
        self.process.terminate()
        self.process.communicate()


def end_of_last_cell(text):
    """The end of the last line of code in the last ordinary cell."""
    return list(re.finditer(r"^```swift\n(.*?)\n```$", text, re.S | re.M))[-1].end(1)


def watched(temporary):
    """Real lessons, the last cell edited again and again, beside a cold run."""
    shutil.copytree(ROOT / "Lessons", temporary / "Lessons")
    count = 5 if QUICK else 20
    shutil.copy(ROOT / "Benchmarks/padding.md", temporary / "Lessons/3-convolution/02-padding.md")
    for name, bound in [("5.6", 0.35), ("2.11", 0.35), ("3.12", 0.7), ("5.7", 0.7), ("3.2", 0.5)]:
        part, number = name.split(".")
        path = next(temporary.glob(f"Lessons/{part}-*/{int(number):02}-*.md"))
        text = path.read_text()
        start = time.perf_counter()
        subprocess.run([LESSONS, "run", name], cwd=temporary, stdout=subprocess.DEVNULL, check=True)
        cold = time.perf_counter() - start
        watch = Watch(temporary, name)
        times = watch.edits(path, text, end_of_last_cell(text), count)
        watch.close()
        save(path, text)
        title = "padding as it was: ten cells, six programs" if name == "3.2" else path.stem
        row(f"last cell of {name} ({title}), edit to verdict", f"{statistics.median(times):.3f} s", f"at most {bound} s")
        row("  cold", f"{cold:.2f} s", "")
    place, times = end_of_last_cell(text), []
    for change in range(count):
        save(path, f"{text[:place]} // {change}{text[place:]}")
        times.append(verify(temporary, "3.2")[0])
    row("  the same edit, verified cold", f"{statistics.median(times):.3f} s", "at most 0.8 s")


def many(temporary):
    """A course that grows: some minutes."""
    for count in [500, 2000]:
        large = temporary / f"large{count}"
        course(large, count, cells=10)
        seconds, memory = verify(large)
        cached, cached_memory = verify(large)
        row(f"{count} lessons of 10 cells, cold", f"{seconds:.0f} s", f"{seconds / count * 1000:.0f} ms a lesson")
        row("  memory of the runner, cold and cached", f"{memory:.0f}, {cached_memory:.0f} MB", "does not grow")
        row("  cached", f"{cached:.2f} s", "at most 2 s for 2000")


def main():
    parts = [part for part in (corpus, edit, watched, many) if part.__name__ in WORDS] or [corpus, edit, watched]
    for part in parts:
        with tempfile.TemporaryDirectory() as temporary:
            part(pathlib.Path(temporary))


main()
