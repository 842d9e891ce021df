"""Times one peer on the networks, in a process of its own: a peer's threads are set at its start.

usage: peer.py tensorflow|onnxruntime THREADS MODELS LARGE PREDICTING
Prints a JSON object: a row of network_bench.cpp -> median milliseconds of a call, on the wall clock
and of processor time.
"""

import gzip
import json
import os
import pathlib
import statistics
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

import keras
import keras_to_onnx

BATCHES = [32, 256]  # a peer may have the one that suits it
PICTURE_CALLS = 200
LARGE_CALLS = 30
SET_CALLS = 5
WARM_UP = 10
TEST_IMAGES = pathlib.Path("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz")


def test_images():
    values = np.frombuffer(gzip.decompress(TEST_IMAGES.read_bytes()), np.uint8, offset=16)
    return values.reshape(-1, 28, 28, 1) * np.float32(1 / 255)


def median_ms(call, calls):
    """Of the clock on the wall, and of the processor time of all threads."""
    for _ in range(min(WARM_UP, calls // 2)):
        call()
    wall, processor = [], []
    for _ in range(calls):
        start = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - start[0]) * 1e3)
        processor.append((time.process_time() - start[1]) * 1e3)
    return statistics.median(wall), statistics.median(processor)


def tensorflow_runner(model, keep):
    """A traced function from a batch to the values of all layers, or to the last alone."""
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    outputs = [layer.output for layer in layers] if keep else layers[-1].output
    whole = keras.Model(model.inputs, outputs)
    traced = tf.function(lambda batch: whole(batch, training=False))
    return traced, tf.constant


def onnxruntime_runner(model, keep, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(keras_to_onnx.convert(model, keep), options,
                                           providers=["CPUExecutionProvider"])

    def prepared(batch):
        return np.ascontiguousarray(batch.transpose(0, 3, 1, 2))

    return (lambda batch: session.run(None, {"input": batch})), prepared


def check(name, model, run, prepared, keep, picture):
    """That the peer computes the same network."""
    result = run(prepared(picture))
    last = np.asarray(result[-1] if keep or isinstance(result, list) else result)
    expected = np.asarray(model(picture, training=False))
    if np.abs(last - expected).max() > 1e-4:
        raise SystemExit(f"{name}: the peer's result is not the network's")


def main():
    peer, threads, models, large, predicting = sys.argv[1:]
    threads = int(threads)
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)

    def runner(model, keep):
        if peer == "tensorflow":
            return tensorflow_runner(model, keep)
        return onnxruntime_runner(model, keep, threads)

    rows = {}
    random = np.random.default_rng(1)
    for name, shape in [("fashion_mnist", (28, 28, 1)), ("cifar10", (32, 32, 3)),
                        ("cifar10", (70, 120, 3))]:
        model = keras.models.load_model(pathlib.Path(models) / f"{name}.keras", compile=False)
        run, prepared = runner(model, True)
        picture = random.random((1, *shape), np.float32)
        check(name, model, run, prepared, True, picture)
        batch = prepared(picture)
        row = f"activations/{name}/{'x'.join(map(str, shape))}"
        rows[row] = median_ms(lambda: run(batch), PICTURE_CALLS)

    for name in ["squeezenet", "mobilenet"]:
        model = keras.models.load_model(pathlib.Path(large) / f"{name}.keras", compile=False)
        run, prepared = runner(model, False)
        picture = random.random((1, 224, 224, 3), np.float32)
        check(name, model, run, prepared, False, picture)
        batch = prepared(picture)
        rows[f"predict/{name}/224x224x3"] = median_ms(lambda: run(batch), LARGE_CALLS)

    model = keras.models.load_model(predicting, compile=False)
    run, prepared = runner(model, False)
    images = test_images()
    check(predicting, model, run, prepared, False, images[:3])
    medians = []
    for size in BATCHES:
        batches = [prepared(images[i:i + size]) for i in range(0, len(images), size)]
        medians.append(median_ms(lambda: [run(batch) for batch in batches], SET_CALLS))
    rows["predict/10000/28x28x1"] = min(medians)
    print(json.dumps(rows))


main()
