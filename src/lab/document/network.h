#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/document/filter.h"
#include "lab/document/filter_bank.h"
#include "lab/document/trained_network.h"
#include "lab/pictures/picture.h"
#include "nn/picture_input.h"

namespace convlens::lab {

// What a network looks at: an item of its test set, the crop of the picture that is shown, the
// whole of that picture, or an item of an array.
enum class NetworkSource { kTestSet, kPicture, kWholePicture, kArray };

// An array of as many channels as a network's input, which a picture may not have. Never changed
// once shared.
struct InputArray {
  Tensor values;       // (N, H, W, C), scaled
  float scale = 1.0f;  // what the file's numbers were multiplied by
  Origin origin = {};  // nothing for the zeros of blank_input()

  int count() const { return static_cast<int>(values.shape()[0]); }
};

// The network on the bench: as it was loaded, and what the user made of it.
struct Network {
  std::shared_ptr<const TrainedNetwork> trained;  // never null
  nn::Model edited;                               // equal to trained->model until painted
  float morph = 1.0f;  // 0 shows the trained weights, 1 the edited ones, and so on past both
  nn::InputPreparation preparation;
  NetworkSource source = NetworkSource::kPicture;
  int item = 0;                                  // of the test set, or of the array
  std::shared_ptr<const InputArray> array = {};  // null where there is none
  std::vector<std::string> class_names;          // may be fewer than classes
  std::optional<nn::Model> untrained = {};       // shown instead of both for as long as it is there
  std::shared_ptr<const TestSet> test_set = {};  // that of `trained`, or one that was opened

  bool sees_bgr() const { return preparation.order == nn::ChannelOrder::kBgr; }
  friend bool operator==(const Network&, const Network&) = default;
};

// As it was loaded, looking at its test set where it has one, and at zeros where it takes no
// pictures.
Network fresh_network(std::shared_ptr<const TrainedNetwork> trained);

// The untrained model, or else that with every changed weight at trained + morph * (edited -
// trained).
nn::Model shown_model(const Network& network);
// Whether any weight was changed: else mine are the trained ones.
inline bool is_edited(const Network& network) { return network.edited != network.trained->model; }

// Layers in whose weights two models made from one differ, indices in layers(). Weights are told
// apart by value: what a gesture previewed and what it then commits are the same.
std::vector<int> differing_layers(const nn::Model& a, const nn::Model& b);

// How pictures go into a network that is on a bench.
nn::PictureInput picture_input(const nn::Model& model);

// Whether colour pictures can be shown to it, as they are or in grey.
bool takes_pictures(const nn::Model& model);

// Whether an array (N, H, W, C) can be shown to a network that takes this.
Status check_fits(const Shape& array, const nn::PictureInput& input);

// What an item of the test set is, by the names that the network's classes go by here.
std::string label_said(const Network& network, int item);

// How many classes it tells apart; nothing where it gives no list of scores.
std::optional<int> class_count(const nn::Model& model);
// Whether it can be measured on the set: channels alike, and no label above its classes. Pictures
// of another size are brought to the network's.
Status check_fits(const TestSet& set, const nn::Model& model);

// Zeros that fit a network which takes no pictures, for as long as there is no array.
std::shared_ptr<const InputArray> blank_input(const nn::Model& model);

// Whether what has so many channels can be shown to it.
bool can_take(const nn::Model& model, std::int64_t given);
// Of an input of so many: a picture in colour becomes grey for a model of one channel.
std::int64_t prepared_channels(const nn::Model& model, std::int64_t given);

// The picture (1, H, W, 3), values 0..1, or an array (1, H, W, C), as the first layer takes it, at
// its own size: a picture grey for a model of one channel (luma of ITU-R BT.601, as Pillow's "L"),
// then the preparation without its crop and size. An array of other channels than the network takes
// is refused.
Result<Tensor> prepared_at_full_size(const TensorView& picture, const Network& network);

// The picture that is shown: its crop's values (1, H, W, C), see source_crop(), whose revision
// tells them from others, and all of it.
struct ShownPicture {
  TensorView crop;
  std::uint64_t crop_revision = 0;
  std::shared_ptr<const Picture> whole = {};
};

// The network's preparation with the size that pictures are brought to: its own or, without one,
// the one that the model asks for.
nn::InputPreparation sized_preparation(const Network& network);

// What the network sees, (1, H, W, C), 0..1: an item of its test set or of the array, or the
// picture, cropped and sized as sized_preparation() tells.
Result<Tensor> seen_by_network(const Network& network, const ShownPicture& picture);
// The same values as the model takes them: in its order, scaled, less the mean, and as the planes
// or rows that it wants.
Result<Tensor> network_input(const Network& network, const TensorView& seen);

}  // namespace convlens::lab
