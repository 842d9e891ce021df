#pragma once

// Every layer's factory. Their options and their meaning are Keras 3's; see each header.
#include "nn/activation_layers.h"
#include "nn/convolution.h"
#include "nn/dense.h"
#include "nn/merging.h"
#include "nn/normalization.h"
#include "nn/pooling.h"
#include "nn/preprocessing.h"
#include "nn/reshaping.h"
#include "nn/symbolic.h"
