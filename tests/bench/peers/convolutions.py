"""Single convolutions: ConvLens beside other libraries, as one table with ratios.

usage: convolutions.py BENCH_BUILD [ROUNDS]
Each round runs all of them after one another, on one thread and on two; the table shows the medians
over the rounds, for ConvLens with the least and the most. A time is the median of the calls of a
process; pictures and maps lie as planes where the maps are few, and channels last else, as far as a
library can have it.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys

THREADS = (1, 2)
FEW = 4  # maps that lie as planes
PROBLEMS = [*((f"{size}x3", "7x7", filters, 1)
              for size in ("70x120", "427x640", "1080x1920") for filters in (1, 2, 4, 32)),
            *(("2160x3840x3", "7x7", filters, 1) for filters in (1, 2, 4)),
            *(("427x640x3", kernel, 2, 1) for kernel in ("3x3", "5x5", "11x11")),
            ("427x640x3", "7x7", 2, 2), ("227x227x3", "7x7", 96, 2), ("224x224x16", "3x3", 4, 1),
            ("56x56x64", "3x3", 64, 1), ("56x56x64", "1x1", 64, 1), ("14x14x32", "3x3", 64, 1)]

SYSTEM_PYTHON = "/usr/bin/python3"  # has Debian's packages
PEERS = {"filter2d": "OpenCV filter2D", "dnn": "OpenCV dnn", "onednn": "oneDNN",
         "onnxruntime": "ONNX Runtime", "tensorflow": "TensorFlow", "torch": "PyTorch",
         "halide": "Halide"}
# PyTorch makes a place for every result. From malloc's own heap it gets the last one's pages
# again; getting new ones of the system took up to half of its time.
ENVIRONMENTS = {"torch": {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**40)}}


def row_of(problem):
    """Its name in conv_bench.cpp."""
    picture, kernel, filters, stride = problem
    return f"{picture}/{kernel}/F{filters}/s{stride}"


def text_of(problem):
    picture, kernel, filters, stride = problem
    return (f"{picture}, {kernel}, {filters} filter{'s' * (filters > 1)}"
            f"{f', stride {stride}' * (stride > 1)}")


def products(problem):
    """Multiply-adds, those with the zeros around the picture, too."""
    picture, kernel, filters, stride = problem
    height, width, channels = map(int, picture.split("x"))
    kernel_height, kernel_width = map(int, kernel.split("x"))
    places = -(-height // stride) * -(-width // stride)
    return places * kernel_height * kernel_width * channels * filters


def in_process(bench, threads):
    """ConvLens' and filter2D's row -> milliseconds, and GFLOP/s that a core can reach."""
    ours = {("planar/" if problem[2] <= FEW else "nhwc/") + row_of(problem): row_of(problem)
            for problem in PROBLEMS}
    theirs = {f"opencv/{row}": row for row in ours.values()}
    result = subprocess.run(
        [bench, f"--benchmark_filter=^({'|'.join([*ours, *theirs])})/t{threads}(/|$)",
         "--benchmark_min_time=0.4", "--benchmark_format=json"],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    machine, brace, report = result.stdout.partition("{")
    times = {run["name"].split(f"/t{threads}")[0]: run["median_ms"]
             for run in json.loads(brace + report)["benchmarks"]}
    peak = float(re.search(r"(\S+) GFLOP/s", machine).group(1))
    return tuple({row: times[name] for name, row in rows.items() if name in times}
                 for rows in (ours, theirs)) + (peak,)


def peer(name, threads, build):
    """What its process says: its version, and its row -> milliseconds."""
    rows = [row_of(problem) for problem in PROBLEMS]
    if name == "onednn":
        command = [build / "bench_onednn"]
    else:
        python = SYSTEM_PYTHON if name == "torch" else sys.executable
        script = pathlib.Path(__file__).with_name("convolution_peer.py")
        command = [python, script, name, str(threads)]
    environment = os.environ | ENVIRONMENTS.get(name, {}) | {
        "OMP_NUM_THREADS": str(threads), "HL_NUM_THREADS": str(threads)}
    result = subprocess.run([*command, *rows], check=True, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, env=environment)
    return json.loads(result.stdout)


class Measurements:
    def __init__(self):
        self.times = {}  # (program, row, threads) -> milliseconds, one a round
        self.versions = {}
        self.missing = set()
        self.peak = 0.0
        self.loads = []

    def add(self, program, rows, threads):
        for row, milliseconds in rows.items():
            self.times.setdefault((program, row, threads), []).append(milliseconds)

    def add_peer(self, name, threads, build):
        if name in self.missing:
            return
        try:
            said = peer(name, threads, build)
        except (OSError, subprocess.CalledProcessError) as error:
            reasons = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
            print(f"{PEERS[name]} is left out: {reasons[-1]}", file=sys.stderr)
            self.missing.add(name)
            return
        self.versions[name] = said["version"]
        self.add(name, said["rows"], threads)

    def add_round(self, threads, build):
        ours, filter2d, peak = in_process(build / "bench_conv", threads)
        self.peak = max(self.peak, peak)
        self.add("convlens", ours, threads)
        self.add("filter2d", filter2d, threads)
        for name in PEERS:
            if name != "filter2d":
                self.add_peer(name, threads, build)
        self.loads.append(os.getloadavg()[0])

    def median(self, program, row, threads):
        """None where it was not measured."""
        times = self.times.get((program, row, threads))
        return statistics.median(times) if times else None


def three_digits(number):
    if number is None:
        return "-"
    return f"{number:#.3g}".rstrip(".") if number < 1000 else f"{number:.0f}"


def our_cells(measured, problem, threads):
    row = row_of(problem)
    median = measured.median("convlens", row, threads)
    times = measured.times["convlens", row, threads]
    reached = 2e-6 * products(problem) / median / (measured.peak * threads)
    return [f"{three_digits(median)} ({three_digits(min(times))}..{three_digits(max(times))})",
            f"{reached:.0%}"]


def ratio_cell(measured, row, threads):
    medians = {name: measured.median(name, row, threads) for name in PEERS}
    theirs = {name: median for name, median in medians.items() if median is not None}
    if not theirs:
        return "-"
    fastest = min(theirs, key=theirs.get)
    ratio = theirs[fastest] / measured.median("convlens", row, threads)
    return f"{ratio:.2f} ({PEERS[fastest]})"


def table_row(measured, problem):
    row = row_of(problem)
    cells = [text_of(problem)]
    for threads in THREADS:
        cells += our_cells(measured, problem, threads)
    for name in PEERS:
        cells.append(" / ".join(three_digits(measured.median(name, row, threads))
                                for threads in THREADS))
    return cells + [ratio_cell(measured, row, threads) for threads in THREADS]


def table(measured):
    titles = ["milliseconds", "ConvLens, 1 thread", "of peak", "2 threads", "of peak"]
    titles += [f"{title} {measured.versions.get(name, '')}".rstrip() + ", 1 / 2"
               for name, title in PEERS.items()]
    titles += ["fastest peer / ConvLens, 1 thread", "2 threads"]
    rows = [titles, ["---"] * len(titles), *(table_row(measured, p) for p in PROBLEMS)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def main():
    build = pathlib.Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    measured = Measurements()
    for i in range(rounds):
        for threads in THREADS:
            print(f"round {i + 1} of {rounds}, threads {threads}", file=sys.stderr)
            measured.add_round(threads, build)
    print(table(measured))
    print(f"\nRounds: {rounds}. A core reaches {measured.peak:.0f} GFLOP/s. The machine's load was "
          f"{min(measured.loads):.1f} to {max(measured.loads):.1f} on {os.cpu_count()} cores.")


main()
