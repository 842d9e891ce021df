"""Whole networks: ConvLens beside TensorFlow and ONNX Runtime, as one table with ratios.

usage: networks.py BENCH_NETWORKS MODELS LARGE PREDICTING [ROUNDS]
Each round runs the three after one another; the table shows the medians over the rounds. On a busy
machine the wall clock tells how busy it was; processor time, which says little about several
threads, is given for one.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys

ROWS = [("predict/10000/28x28x1", "10,000 pictures of 28x28x1 to predictions"),
        ("activations/fashion_mnist/28x28x1", "fashion_mnist, 28x28x1, all layers kept"),
        ("activations/cifar10/32x32x3", "cifar10, 32x32x3, all layers kept"),
        ("activations/cifar10/70x120x3", "cifar10, 70x120x3, all layers kept"),
        ("predict/squeezenet/224x224x3", "SqueezeNet v1.0, 224x224x3 to its prediction"),
        ("predict/mobilenet/224x224x3", "MobileNet, 224x224x3 to its prediction")]
PEERS = ["tensorflow", "onnxruntime"]


def convlens(bench, threads, large, predicting):
    """Row -> median milliseconds of a call, on the wall clock and of processor time."""
    result = subprocess.run(
        [bench, f"--benchmark_filter=^(activations|predict)/.*/t{threads}(/|$)",
         "--benchmark_format=json", "--benchmark_report_aggregates_only=true", predicting, large],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    medians = [run for run in json.loads(result.stdout)["benchmarks"]
               if run["aggregate_name"] == "median"]
    return {run["name"].split(f"/t{threads}")[0]: (run["real_time"], run["cpu_time"])
            for run in medians}


def peer(name, threads, models, large, predicting):
    script = pathlib.Path(__file__).with_name("peer.py")
    result = subprocess.run([sys.executable, script, name, str(threads), models, large, predicting],
                            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(result.stdout)


def three_digits(milliseconds):
    return f"{milliseconds:.3g}" if milliseconds < 1000 else f"{milliseconds:.0f}"


def table_row(text, timings):
    ours, *theirs = timings
    cells = [text, *map(three_digits, timings), f"{min(theirs) / ours:.2f}"]
    return f"| {' | '.join(cells)} |"


def main():
    bench, models, large, predicting = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 3
    times = {}
    loads = []
    for i in range(rounds):
        for threads in (1, 2):
            print(f"round {i + 1} of {rounds}, threads {threads}", file=sys.stderr)
            measured = {"convlens": convlens(bench, threads, large, predicting)}
            for name in PEERS:
                measured[name] = peer(name, threads, models, large, predicting)
            for name, rows in measured.items():
                for row, milliseconds in rows.items():
                    times.setdefault((row, threads, name), []).append(milliseconds)
            loads.append(os.getloadavg()[0])

    def medians(row, threads, clock):
        return [statistics.median(timing[clock] for timing in times[row, threads, name])
                for name in ["convlens", *PEERS]]

    print("| median, ms | ConvLens | TensorFlow | ONNX Runtime | faster peer / ConvLens |")
    print("| --- | --- | --- | --- | --- |")
    for row, text in ROWS:
        print(table_row(f"{text}, 1 thread", medians(row, 1, 0)))
        print(table_row("of processor time", medians(row, 1, 1)))
        print(table_row("2 threads", medians(row, 2, 0)))
    print(f"\nRounds: {rounds}. The machine's load was {min(loads):.1f} to {max(loads):.1f} "
          f"on {os.cpu_count()} cores.")


main()
