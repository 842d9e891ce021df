"""The cases of make_keras_cases.py: single layers with their options, and small networks. Keras is set up by
what imports this."""

import keras
from keras import layers as kl

CASES = {}


def case(*shapes, h5=False, span=(-1.0, 1.0), batch=2):
    """A builder of a functional model from its inputs; `shapes` are one item's."""

    def register(builder):
        CASES[builder.__name__] = {"shapes": shapes, "h5": h5, "span": span, "batch": batch,
                                   "builder": builder}
        return builder

    return register


def stack(name, shape, layers, h5=False, span=(-1.0, 1.0), batch=2, given=None):
    """A sequential model; `given` is the shape of the input where the model leaves it open."""
    CASES[name] = {"shapes": (shape,), "h5": h5, "span": span, "batch": batch, "layers": layers,
                   "given": given}


def define_convolutions():
    stack("conv_same_relu", (7, 6, 3), lambda: [kl.Conv2D(4, 3, padding="same", activation="relu")],
          h5=True)
    stack("conv_valid_stride", (9, 8, 2), lambda: [kl.Conv2D(3, 3, strides=2)])
    stack("conv_same_stride", (8, 7, 2), lambda: [kl.Conv2D(3, 5, strides=3, padding="same")])
    stack("conv_dilated", (11, 10, 2), lambda: [kl.Conv2D(3, 3, dilation_rate=2, padding="same")])
    stack("conv_unequal", (9, 8, 2),
          lambda: [kl.Conv2D(3, (2, 5), strides=(2, 1), padding="same", use_bias=False)])
    stack("conv_groups", (6, 6, 6), lambda: [kl.Conv2D(9, 3, groups=3, activation="relu")])
    stack("conv_groups_each", (6, 6, 4), lambda: [kl.Conv2D(8, 3, groups=4, padding="same")])
    stack("conv_softmax", (5, 5, 2), lambda: [kl.Conv2D(4, 1, activation="softmax")])
    stack("depthwise_same", (7, 6, 3), lambda: [kl.DepthwiseConv2D(3, padding="same")], h5=True)
    stack("depthwise_multiplier", (8, 9, 3),
          lambda: [kl.DepthwiseConv2D((3, 2), strides=2, depth_multiplier=2, activation="relu6")])
    stack("depthwise_dilated", (9, 9, 2),
          lambda: [kl.DepthwiseConv2D(3, dilation_rate=2, use_bias=False)])
    stack("separable_same", (7, 6, 3),
          lambda: [kl.SeparableConv2D(5, 3, padding="same", activation="relu")], h5=True)
    stack("separable_stride", (8, 9, 2),
          lambda: [kl.SeparableConv2D(4, 3, strides=2, depth_multiplier=3, use_bias=False)])
    stack("separable_dilated", (9, 8, 2), lambda: [kl.SeparableConv2D(3, 3, dilation_rate=2)])
    stack("transpose_same", (4, 5, 3),
          lambda: [kl.Conv2DTranspose(2, 3, strides=2, padding="same", activation="tanh")], h5=True)
    stack("transpose_valid", (4, 3, 2), lambda: [kl.Conv2DTranspose(3, 4, strides=2)])
    stack("transpose_gaps", (3, 4, 2), lambda: [kl.Conv2DTranspose(3, 2, strides=3)])
    stack("transpose_unequal", (3, 4, 2),
          lambda: [kl.Conv2DTranspose(3, (5, 2), strides=(1, 2), padding="same", use_bias=False)])
    stack("transpose_output_padding", (4, 3, 2),
          lambda: [kl.Conv2DTranspose(3, 3, strides=3, padding="same", output_padding=2)])
    stack("transpose_valid_output_padding", (4, 3, 2),
          lambda: [kl.Conv2DTranspose(2, 3, strides=2, output_padding=(1, 0))])


def define_pooling_and_dense():
    stack("max_pool", (6, 7, 3), lambda: [kl.MaxPooling2D()], h5=True)
    stack("max_pool_overlapping", (7, 6, 2),
          lambda: [kl.MaxPooling2D(3, strides=2, padding="same")])
    stack("average_pool_same", (7, 5, 2),
          lambda: [kl.AveragePooling2D(3, strides=2, padding="same")])
    stack("average_pool_unequal", (7, 8, 2),
          lambda: [kl.AveragePooling2D((2, 3), strides=(1, 2))])
    stack("global_average", (4, 5, 3), lambda: [kl.GlobalAveragePooling2D()])
    stack("global_average_keep", (4, 5, 3), lambda: [kl.GlobalAveragePooling2D(keepdims=True)])
    stack("global_max", (4, 5, 3), lambda: [kl.GlobalMaxPooling2D()])
    stack("global_max_keep", (4, 5, 3), lambda: [kl.GlobalMaxPooling2D(keepdims=True)])
    stack("dense_chain", (7,), lambda: [kl.Dense(5, activation="sigmoid"),
                                        kl.Dense(3, use_bias=False, activation="softmax")],
          batch=4)
    stack("dense_on_maps", (3, 4, 5), lambda: [kl.Dense(2, activation="elu")])
    stack("flatten_dense", (3, 4, 2),
          lambda: [kl.Conv2D(3, 2), kl.Flatten(), kl.Dense(4, activation="softmax")], h5=True)
    stack("reshape", (3, 4, 2), lambda: [kl.Reshape((4, 6))])
    stack("reshape_open", (3, 4, 2), lambda: [kl.Reshape((2, -1, 3)), kl.Conv2D(2, 2)])
    stack("dropout", (6,), lambda: [kl.Dense(4), kl.Dropout(0.5), kl.Dense(2)])


def define_elementwise():
    stack("batch_norm", (4, 3, 3), lambda: [kl.BatchNormalization()], h5=True)
    stack("batch_norm_no_scale", (4, 3, 2),
          lambda: [kl.BatchNormalization(scale=False, epsilon=0.1)])
    stack("batch_norm_bare", (4, 3, 2), lambda: [kl.BatchNormalization(scale=False, center=False)])
    stack("batch_norm_axis", (4, 3, 2), lambda: [kl.BatchNormalization(axis=1, center=False)])
    stack("batch_norm_vector", (5,), lambda: [kl.Dense(4), kl.BatchNormalization()])
    for name in ("relu", "relu6", "leaky_relu", "elu", "selu", "sigmoid", "hard_sigmoid", "tanh",
                 "softmax", "softplus", "softsign", "silu", "hard_silu", "gelu", "exponential"):
        stack(f"activation_{name}", (3, 5), lambda name=name: [kl.Activation(name)],
              span=(-8.0, 8.0))
    stack("relu_options", (4, 4, 2),
          lambda: [kl.ReLU(max_value=2.0, negative_slope=0.25, threshold=0.5)], span=(-4.0, 4.0))
    stack("relu_max", (4, 4, 2), lambda: [kl.ReLU(max_value=6.0)], span=(-8.0, 8.0))
    stack("leaky_relu", (4, 4, 2), lambda: [kl.LeakyReLU(negative_slope=0.15)])
    stack("elu", (4, 4, 2), lambda: [kl.ELU(alpha=0.7)], span=(-3.0, 3.0))
    stack("prelu", (3, 4, 2), lambda: [kl.PReLU()])
    stack("prelu_shared", (3, 4, 2), lambda: [kl.PReLU(shared_axes=[1, 2])])
    stack("softmax_axis", (3, 4, 5), lambda: [kl.Softmax(axis=2)])
    stack("softmax_last", (4,), lambda: [kl.Softmax()])


def define_pictures():
    stack("zero_padding", (3, 4, 2), lambda: [kl.ZeroPadding2D(((1, 0), (2, 3)))])
    stack("cropping", (6, 7, 2), lambda: [kl.Cropping2D(((1, 2), (3, 0)))])
    stack("up_nearest", (3, 4, 2), lambda: [kl.UpSampling2D((2, 3))])
    stack("up_bilinear", (3, 4, 2), lambda: [kl.UpSampling2D((3, 2), interpolation="bilinear")])
    stack("center_crop", (7, 8, 3), lambda: [kl.CenterCrop(4, 5)])
    stack("center_crop_small", (5, 9, 2), lambda: [kl.CenterCrop(7, 4)])
    stack("rescaling", (4, 4, 3), lambda: [kl.Rescaling(1 / 127.5, offset=-1.0)], span=(0, 255))
    stack("rescaling_channels", (4, 4, 3),
          lambda: [kl.Rescaling([0.5, 0.25, 2.0], offset=[1.0, 0.0, -1.0])])
    stack("resizing_up", (5, 4, 2), lambda: [kl.Resizing(8, 9)])
    stack("resizing_down", (9, 10, 2), lambda: [kl.Resizing(4, 7)])
    stack("resizing_nearest", (5, 7, 2), lambda: [kl.Resizing(8, 4, interpolation="nearest")])
    stack("resizing_aspect", (6, 11, 2), lambda: [kl.Resizing(5, 4, crop_to_aspect_ratio=True)])
    stack("any_size", (None, None, 3),
          lambda: [kl.Conv2D(4, 3, padding="same", activation="relu"), kl.MaxPooling2D(),
                   kl.SeparableConv2D(5, 3, strides=2, padding="same"), kl.ReLU(),
                   kl.GlobalAveragePooling2D(), kl.Dense(3), kl.Softmax()], given=(9, 11, 3))
    stack("small_network", (12, 12, 1),
          lambda: [kl.Conv2D(4, 3, padding="same", activation="relu"), kl.MaxPooling2D(2),
                   kl.Conv2D(5, 3, padding="same", activation="relu"), kl.MaxPooling2D(2),
                   kl.Flatten(), kl.Dense(6, activation="relu"), kl.Dropout(0.4),
                   kl.Dense(3, activation="softmax")], h5=True)


def define_graphs():
    @case((5, 5, 3), h5=True)
    def residual(x):
        y = kl.Conv2D(3, 3, padding="same", use_bias=False, name="conv_a")(x)
        y = kl.BatchNormalization(name="norm_a")(y)
        y = kl.Activation("relu", name="relu_a")(y)
        y = kl.Conv2D(3, 3, padding="same", name="conv_b")(y)
        return kl.Activation("relu", name="relu_b")(kl.Add(name="sum")([x, y]))

    @case((6, 6, 2))
    def inception(x):
        a = kl.Conv2D(2, 1, name="one")(x)
        b = kl.Conv2D(2, 3, padding="same", name="three")(kl.Conv2D(3, 1, name="reduce")(x))
        c = kl.MaxPooling2D(3, strides=1, padding="same", name="pool")(x)
        return kl.Concatenate(name="join")([a, b, c])

    @case((4, 4, 3))
    def squeeze_excite(x):
        s = kl.GlobalAveragePooling2D(keepdims=True, name="squeeze")(x)
        s = kl.Conv2D(3, 1, activation="sigmoid", name="excite")(s)
        return kl.Multiply(name="scale")([x, s])

    @case((4, 3, 2))
    def concatenate_rows(x):
        return kl.Concatenate(axis=1, name="join")(
            [x, kl.Cropping2D(((1, 0), (0, 0)), name="crop")(x)])

    @case((3, 3, 2), (3, 3, 2))
    def merges(a, b):
        parts = [kl.Subtract(name="less")([a, b]), kl.Average(name="mean")([a, b]),
                 kl.Maximum(name="larger")([a, b]), kl.Minimum(name="smaller")([a, b])]
        return kl.Concatenate(name="join")(parts)

    @case((4, 4, 2), (5,))
    def two_inputs(picture, vector):
        y = kl.Flatten(name="flat")(kl.Conv2D(2, 3, name="conv")(picture))
        z = kl.Dense(3, name="embed")(vector)
        return kl.Dense(2, name="head")(kl.Concatenate(name="join")([y, z]))

    @case((5, 5, 2))
    def two_outputs(x):
        y = kl.Conv2D(3, 3, activation="relu", name="trunk")(x)
        return [kl.GlobalMaxPooling2D(name="peak")(y), kl.Conv2D(1, 1, name="map")(y)]

    @case((4, 4, 2), (4, 4, 2))
    def shared_layer(a, b):
        conv = kl.Conv2D(3, 3, activation="relu", name="shared")
        return kl.Add(name="sum")([conv(a), conv(b)])

    @case((5, 5, 2))
    def shared_twice_deep(x):
        conv = kl.Conv2D(2, 3, padding="same", name="again")
        y = conv(kl.Activation("relu", name="between")(conv(x)))
        return kl.Concatenate(name="join")([y, kl.ReLU(name="side")(x)])

    @case((6, 6, 2))
    def nested(x):
        inner = keras.Sequential([keras.Input((6, 6, 2)),
                                  kl.Conv2D(3, 3, activation="relu", name="inner_conv"),
                                  kl.MaxPooling2D(name="inner_pool")], name="inner")
        return kl.Dense(2, name="head")(kl.Flatten(name="flat")(inner(x)))


def define_channels_first():
    first = {"data_format": "channels_first"}
    stack("first_conv", (3, 7, 6), lambda: [kl.Conv2D(4, 3, padding="same", **first)], h5=True)
    stack("first_flatten", (2, 6, 8),
          lambda: [kl.Conv2D(3, 3, activation="relu", **first), kl.MaxPooling2D(2, **first),
                   kl.Flatten(), kl.Dense(4)])
    stack("first_flatten_turned", (2, 8, 6),
          lambda: [kl.Conv2D(3, 3, activation="relu", **first), kl.AveragePooling2D(2, **first),
                   kl.Flatten(**first), kl.Dense(4)])
    stack("first_norm", (3, 5, 4),
          lambda: [kl.Conv2D(4, 2, **first), kl.BatchNormalization(axis=1), kl.ReLU(),
                   kl.GlobalAveragePooling2D(**first), kl.Dense(2)])
    stack("first_depthwise", (3, 7, 9),
          lambda: [kl.DepthwiseConv2D(3, depth_multiplier=2, **first),
                   kl.SeparableConv2D(2, 3, **first), kl.Softmax(axis=1)])
    stack("first_transpose", (2, 4, 3),
          lambda: [kl.Conv2DTranspose(3, 3, strides=2, padding="same", **first),
                   kl.PReLU(shared_axes=[2, 3])])
    stack("first_pictures", (2, 5, 4),
          lambda: [kl.ZeroPadding2D(1, **first), kl.UpSampling2D(2, **first),
                   kl.Cropping2D(((1, 0), (0, 2)), **first), kl.Conv2D(2, 3, **first)])

    @case((2, 5, 5))
    def first_join(x):
        a = kl.Conv2D(3, 3, padding="same", name="a", **first)(x)
        b = kl.Conv2D(2, 1, name="b", **first)(x)
        y = kl.Concatenate(axis=1, name="join")([a, b])
        return kl.GlobalMaxPooling2D(name="peak", **first)(y)


def all_cases():
    for define in (define_convolutions, define_pooling_and_dense, define_elementwise,
                   define_pictures, define_graphs, define_channels_first):
        define()
    return CASES
