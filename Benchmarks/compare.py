"""Asks ours and the others for the same works in turn, and prints one table: medians, ratios, memory.

`compare.py OURS [WORK…]`; QUICK=1 takes less time for each work, and only those that have a bound.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
QUICK = os.environ.get("QUICK") == "1"
THREADS = int(os.environ.get("CNN_THREADS", os.cpu_count()))
# Short turns: a neighbour who slows the machine down for some seconds slows down both sides. Between them a rest, for ONNX
# Runtime's threads go on looking for work for a while, on the processors that the other side needs.
ROUNDS, SECONDS, REST = (10, 0.12, 0.02) if QUICK else (25, 0.18, 0.02)

# Thousand million operations of one image, a multiplication and an addition counted apart (training: three times as many).
OPERATIONS = {
    "vgg16": 30.94, "alexnet": 1.428, "resnet18": 3.628, "resnet50": 8.178, "googlenet": 3.165, "resnet20": 0.0821,
    "lenet5": 0.000833, "resnet56": 0.252, "resnet110": 0.507, "resnet18at112": 0.907, "resnet18at448": 14.51,
}

# What is done to each of some million numbers (Ours/Elementwise.swift).
ELEMENTWISE = [
    "add", "scale", "exp", "log", "sum", "columnSums", "rowSums", "rowMaxima", "transpose", "toChannelsFirst", "toChannelsLast",
    "localResponse", "averagePool", "maxPool", "depthwise",
]

# Work, the other side, the ratio to stay below.
WORKS = [
    ("predict:vgg16:1", "onnxruntime", 0.75), ("predict:resnet18:1", "onnxruntime", 0.85),
    ("predict:resnet50:1", "onnxruntime", 1.0), ("predict:googlenet:1", "onnxruntime", 1.0),
    ("predict:alexnet:1", "onnxruntime", 1.0), ("predict:resnet50:1", "torch", None),
    ("train:lenet5:64", "torch", 0.33), ("train:lenet5:256", "torch", 0.5), ("train:resnet20:64", "torch", 0.7),
    ("product:1024:1024:1024", "openblas", 0.9), ("product:3136:256:64", "openblas", 0.9),
    ("product:784:128:512", "openblas", 0.9), ("product:196:1024:256", "openblas", 0.9),
    ("product:49:512:2048", "openblas", 0.9),
    *[(f"elementwise:{operation}:4000000", "torch", 1.1) for operation in ELEMENTWISE],
    # The time of an image does not depend on the batch; it grows like the depth and like the area.
    ("predict:resnet18:1", None, None), ("predict:resnet18:4", None, None), ("predict:resnet18:16", None, None),
    ("predict:resnet18:64", None, None), ("predict:resnet20:16", None, None), ("predict:resnet56:16", None, None),
    ("predict:resnet110:16", None, None), ("predict:resnet18at112:4", None, None),
    ("predict:resnet18at448:4", None, None),
]


class Side:
    """A process that answers requests, one at a time."""

    def __init__(self, *command):
        environment = dict(os.environ, OPENBLAS_NUM_THREADS=str(THREADS))
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, work, seconds):
        print(work, seconds, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().strip()
        if not answer: sys.exit(f"{work}: one side has stopped")
        if "|" not in answer: return None
        times, peak = answer.split("|")
        return [float(t) for t in times.split()], float(peak)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Peers:
    """The other sides. A network's prediction has a process of its own, whose peak of memory is the network's; the lines of another
    kind share one, for it takes seconds to load PyTorch."""

    def __init__(self, folder): self.folder, self.key, self.side = folder, None, None

    def side_for(self, work, peer):
        kind = work.split(":")[0]
        key = (peer, work if kind == "predict" else kind)
        if key != self.key:
            self.stop()
            self.key, self.side = key, Side(sys.executable, os.path.join(HERE, "peers.py"), peer, self.folder)
        return self.side

    def stop(self):
        if self.side: self.side.stop()


def measure(ours, work, peer, peers):
    """The median milliseconds and the peak of memory of ours and, if there is a peer, of theirs."""
    # Theirs loads its libraries while ours makes the network and writes its weights, for which theirs waits.
    sides = [Side(ours, peers.folder), peers.side_for(work, peer)] if peer else [Side(ours)]
    times, peaks = [[] for _ in sides], [0.0 for _ in sides]
    for _ in range(ROUNDS):
        for i, side in enumerate(sides):
            if peer: time.sleep(REST)
            answer = side.ask(work, SECONDS)
            if answer is None: continue
            # A turn begins with threads asleep and the caches full of the other side's numbers.
            times[i] += answer[0][len(answer[0]) // 3:]
            peaks[i] = answer[1]
    sides[0].stop()
    return [statistics.median(t) if t else None for t in times], peaks


def speed(work, milliseconds):
    """Our GFLOP/s; nothing where it is memory that counts."""
    kind, *parts = work.split(":")
    if kind == "elementwise": return None
    if kind == "product":
        m, n, k = map(int, parts)
        return 2 * m * n * k / 1e6 / milliseconds
    return OPERATIONS[parts[0]] * int(parts[1]) * (3 if kind == "train" else 1) * 1e3 / milliseconds


def main(folder):
    ours, wanted = sys.argv[1], sys.argv[2:]
    side, peers = Side(ours), Peers(folder)
    # 1 GFLOP a run; the best run, for a limit is not what neighbours leave over.
    limit = 1e3 / min(side.ask("limit", 1)[0])
    side.stop()
    print(f"The innermost loop alone: {limit:.0f} GFLOP/s at best, one thread. The limit is that for {THREADS} threads.")
    print(f"{'work':35} {'ours ms':>9} {'theirs ms':>10} {'ratio':>6} {'at most':>8} {'':6} "
          f"{'GFLOP/s':>8} {'of limit':>8} {'ours MB':>8} {'theirs MB':>9}")
    missed = 0
    for work, peer, most in WORKS:
        if wanted and not any(w in work for w in wanted): continue
        if QUICK and most is None: continue
        medians, peaks = measure(ours, work, peer, peers)
        if medians[0] is None: continue
        gflops = speed(work, medians[0])
        own = f"{gflops:8.0f} {gflops / limit / THREADS:8.0%}" if gflops else f"{'':17}"
        own += f" {peaks[0]:8.0f}"
        if peer and medians[1] is not None:
            ratio = medians[0] / medians[1]
            verdict = "" if most is None else "met" if ratio <= most else "missed"
            missed += verdict == "missed"
            print(f"{work:35} {medians[0]:9.3f} {medians[1]:10.3f} {ratio:6.2f} {most or '':>8} {verdict:6} {own} "
                  f"{peaks[1]:9.0f}  {peer}", flush=True)
        else:
            each = f"{medians[0] / int(work.split(':')[-1]):.3f} ms an image"
            print(f"{work:35} {medians[0]:9.3f} {each:>33} {own}", flush=True)
    peers.stop()
    print(f"{missed} of {sum(most is not None for _, _, most in WORKS)} bounds missed." if not wanted else f"{missed} missed.")


with tempfile.TemporaryDirectory() as folder: main(folder)
