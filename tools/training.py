"""What train_fashion_mnist.py and train_cifar10.py share: the first layer's past, and the files
that a trained model leaves. The file that a script imports first: it sets TensorFlow up.
"""

import json
import os
import pathlib
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODELS = ROOT / "assets/models"
GOLDEN = ROOT / "tests/golden/models"


def start(seed, threads):
    """Seeds Python, NumPy and TensorFlow; keeps TensorFlow to that many threads."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(seed)


class KernelHistory(keras.callbacks.Callback):
    """The first layer's kernel before training, after steps a fixed ratio apart, and after every
    epoch. `last_step` is the largest step that training may reach."""

    def __init__(self, last_step, moments=20):
        super().__init__()
        self.chosen = set(np.rint(np.geomspace(1, last_step, moments - 1)).astype(int).tolist())
        self.step = 0
        self.kernels = {}
        self.epoch_ends = []

    def _keep(self):
        self.kernels[self.step] = self.model.layers[0].kernel.numpy()

    def on_train_begin(self, logs=None):
        self._keep()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.step in self.chosen:
            self._keep()

    def on_epoch_end(self, epoch, logs=None):
        self._keep()
        self.epoch_ends.append(self.step)

    def until_epoch(self, epoch):
        """Steps, and their kernels as (moments, kh, kw, cin, cout), up to the end of that epoch,
        counted from 1: the last kernel is the one that the saved model has."""
        end = self.epoch_ends[epoch - 1]
        steps = sorted(s for s in self.kernels if s < end and (s == 0 or s in self.chosen))
        steps.append(end)
        return steps, np.stack([self.kernels[step] for step in steps]).astype(np.float32)


def training_log(fit):
    """One row an epoch, of keras' History."""
    columns = ["loss", "accuracy", "val_loss", "val_accuracy"]
    rows = zip(*(fit.history[column] for column in columns))
    return [{"epoch": epoch, **{c: round(float(v), 5) for c, v in zip(columns, row)}}
            for epoch, row in enumerate(rows, 1)]


def write_json(path, facts):
    """A key a line; of a list of objects, a row a line, so that a change shows as its lines."""
    lines = []
    for key, value in facts.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join(f"    {json.dumps(row)}" for row in value)
            lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def write_reference(folder, model, image):
    """The output of every layer for one uint8 (H, W, C) image times 1/255, batch axis dropped."""
    batch = image[np.newaxis].astype(np.float32) / np.float32(255)
    every_layer = keras.Model(model.inputs, [layer.output for layer in model.layers])
    outputs = every_layer([batch], training=False)
    np.save(folder / "input.npy", image)
    rows = []
    for index, (layer, output) in enumerate(zip(model.layers, outputs)):
        output = np.asarray(output)[0]
        assert output.dtype == np.float32
        name = f"{index:02}_{layer.name}.npy"
        np.save(folder / name, output)
        rows.append({"index": index, "name": layer.name, "type": type(layer).__name__,
                     "output": list(output.shape), "file": name})
    return rows


def publish(name, model, facts, steps, kernels, steps_per_epoch, image):
    """Writes NAME.keras, NAME.json and NAME_conv1_history.npy into assets/models and the layers'
    outputs for `image` into tests/golden/models/NAME. All is made beside and renamed at the end,
    so that an interrupted run leaves the old files as they were."""
    # Not compiled, so saved without the optimizer's state, which clone_model would bring along.
    bare = type(model).from_config(model.get_config())
    bare.set_weights(model.get_weights())
    assert np.array_equal(kernels[-1], bare.layers[0].kernel.numpy())
    MODELS.mkdir(parents=True, exist_ok=True)
    (GOLDEN / name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MODELS) as made, \
            tempfile.TemporaryDirectory(dir=GOLDEN) as made_golden:
        made, made_golden = pathlib.Path(made), pathlib.Path(made_golden)
        bare.save(made / f"{name}.keras")
        np.save(made / f"{name}_conv1_history.npy", kernels)
        layers = write_reference(made_golden, bare, image)
        write_json(made / f"{name}.json", facts | {
            "conv1_history": {
                "file": f"{name}_conv1_history.npy",
                "axes": ["moment", "row", "column", "input channel", "filter"],
                "steps": steps,
                "epochs": [round(step / steps_per_epoch, 4) for step in steps],
            },
            "reference_folder": f"tests/golden/models/{name}",
            "reference_layers": layers,
        })
        for stale in (GOLDEN / name).glob("*.npy"):
            stale.unlink()
        for source, target in [(made_golden, GOLDEN / name), (made, MODELS)]:
            for file in source.iterdir():
                os.replace(file, target / file.name)
