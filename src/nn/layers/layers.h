#pragma once

// Every layer's factory. Their options and their meaning are Keras 3's; see each header.
#include "nn/graph/symbolic.h"
#include "nn/layers/activation_layers.h"
#include "nn/layers/convolution.h"
#include "nn/layers/dense.h"
#include "nn/layers/merging.h"
#include "nn/layers/normalization.h"
#include "nn/layers/pooling.h"
#include "nn/layers/preprocessing.h"
#include "nn/layers/quantization.h"
#include "nn/layers/reshaping.h"
