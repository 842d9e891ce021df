#include "lab/command/network_commands.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lab/command/bank_commands.h"
#include "lab/document/transforms.h"
#include "lab/document/weight_summary.h"

namespace convlens::lab {
namespace {

constexpr float kMaxMorph = 4.0f;

tl::unexpected<Error> no_network() { return fail("there is no network on the bench"); }

// The document whose network has this kernel, and else what is shown: that becomes what is edited,
// so that the change is to what the user sees. A kernel that is there already changes nothing.
Result<Document> with_shown_kernel(Document document, const nn::Model& shown, int layer,
                                   Tensor kernel) {
  const auto old = std::as_const(*kernel_of(shown, layer)).values();
  const auto values = std::as_const(kernel).values();
  if (std::equal(values.begin(), values.end(), old.begin(), old.end())) return document;
  TRY_ASSIGN(auto model, with_kernel(shown, layer, std::move(kernel)));
  document.network->edited = std::move(model);
  document.network->morph = 1.0f;
  document.network->untrained.reset();
  return document;
}

Result<Filter> as_mine(Filter taken, const Filter& shape) {
  const bool fits = taken.height <= shape.height && taken.width <= shape.width;
  if (taken.channels == 1 && fits) {
    return fitted(taken, shape.height, shape.width, shape.channels, ChannelRule::kSameOnGrey);
  }
  if (taken.has_shape_of(shape)) return taken;
  return fail("the filter is {}x{}x{}, mine are {}x{}x{}: only filters of one shape stand together",
              taken.height, taken.width, taken.channels, shape.height, shape.width, shape.channels);
}

}  // namespace

Result<Document> with_trained_filter(Document document, FilterRef place, const Filter& filter) {
  if (!document.network) return no_network();
  const nn::Model shown = shown_model(*document.network);
  const auto bank = filter_bank(shown, place.layer, document.network->sees_bgr());
  if (!bank || place.index >= bank->count) {
    return fail("filter {} of layer {} was to be changed, there is none", place.index, place.layer);
  }
  if (!bank->has_shape_of(filter)) {
    return fail("the filter is {}x{}x{}, those of {} are {}x{}x{}", filter.height, filter.width,
                filter.channels, bank->name, bank->height, bank->width, bank->channels);
  }
  return with_shown_kernel(std::move(document), shown, place.layer,
                           kernel_with(*bank, place.index, filter));
}

Result<Document> applied(Document document, const SetNetwork& command) {
  document.network.reset();
  if (command.trained) document.network = fresh_network(command.trained);
  for (Filter& filter : document.filters) filter.partner.reset();
  settle_network_input(document);
  return document;
}

Result<Document> applied(Document document, const TakeFilter& command) {
  auto taken = filter_at(document, command.from);
  if (!taken) return fail("a filter was to be taken that is not there");
  if (document.filters.size() >= kMaxFilters) {
    return fail("at most {} filters stand on the bench", kMaxFilters);
  }
  TRY_ASSIGN(auto mine, as_mine(*std::move(taken), document.filters.front()));
  insert_filter(document, document.filters.size(), std::move(mine));
  return document;
}

Result<Document> applied(Document document, const PairFilter& command) {
  if (command.filter >= document.filters.size()) {
    return fail("filter {} was to be paired, there are {}", command.filter + 1,
                document.filters.size());
  }
  Filter& filter = document.filters[command.filter];
  if (command.partner) {
    if (!document.network) return no_network();
    const nn::Model& model = document.network->trained->model;
    const auto first = first_convolution(model);
    const auto bank = first ? filter_bank(model, first->layer, false) : std::nullopt;
    const std::size_t count = bank ? bank->count : 0;
    if (*command.partner >= count) {
      return fail("trained filter {} was to stand beside {}, there are {}", *command.partner,
                  word(filter.name), count);
    }
  }
  filter.partner = command.partner;
  return document;
}

Result<Document> applied(Document document, const RestoreNetwork& command) {
  if (!document.network) return no_network();
  Network& network = *document.network;
  if (!command.filter) {
    network.edited = network.trained->model;
    network.morph = 1.0f;
    network.untrained.reset();
    return document;
  }
  const FilterRef place = *command.filter;
  const auto bank = filter_bank(network.trained->model, place.layer, network.sees_bgr());
  if (!bank || place.index >= bank->count) {
    return fail("filter {} of layer {} was to be restored, there is none", place.index,
                place.layer);
  }
  return with_trained_filter(std::move(document), place, filter_of(*bank, place.index));
}

Result<Document> applied(Document document, const ShowUntrained& /*command*/) {
  if (!document.network) return no_network();
  Network& network = *document.network;
  if (!network.untrained) network.untrained = untrained_model(*network.trained);
  return document;
}

Result<Document> applied(Document document, const SetMorph& command) {
  if (!document.network) return no_network();
  if (!std::isfinite(command.morph) || std::abs(command.morph) > kMaxMorph) {
    return fail("a share of {} was asked for, from {} to {} expected", command.morph, -kMaxMorph,
                kMaxMorph);
  }
  document.network->morph = command.morph;
  document.network->untrained.reset();
  return document;
}

Result<Document> applied(Document document, const ShowMoment& command) {
  if (!document.network) return no_network();
  const auto& moments = document.network->trained->moments;
  const auto first = first_convolution(document.network->trained->model);
  if (!moments || !first || command.moment >= moments->epochs.size()) {
    return fail("moment {} of the training was asked for, {} are known", command.moment,
                moments ? moments->epochs.size() : 0);
  }
  const nn::Model shown = shown_model(*document.network);
  const Shape& shape = moments->kernels.shape();  // (m, kh, kw, c, f)
  const Shape kernel{shape[1], shape[2], shape[3], shape[4]};
  const std::size_t size = kernel.element_count();
  const auto values = moments->kernels.values().subspan(command.moment * size, size);
  return with_shown_kernel(std::move(document), shown, first->layer, Tensor(kernel, values));
}

Result<Document> applied(Document document, const SetNetworkInput& command) {
  if (!document.network) return no_network();
  const auto& set = document.network->test_set;
  if (command.source == NetworkSource::kTestSet) {
    if (!set) return fail("no test set of this network is known");
    if (command.item < 0 || command.item >= set->count()) {
      return fail("item {} was asked for, the test set holds {}", command.item, set->count());
    }
  }
  if (command.source == NetworkSource::kArray) {
    const auto& array = document.network->array;
    if (!array) return fail("the network was to look at an array, none is open");
    if (command.item < 0 || command.item >= array->count()) {
      return fail("item {} was asked for, the array holds {}", command.item, array->count());
    }
  } else if (command.source != NetworkSource::kTestSet &&
             !can_take(document.network->trained->model, source_channels(document))) {
    return fail("the network takes {} channels, what stands on the bench has {}",
                picture_input(document.network->trained->model).channels,
                source_channels(document));
  }
  document.network->source = command.source;
  document.network->item = command.item;
  return document;
}

Result<Document> applied(Document document, const SetInputArray& command) {
  if (!document.network) return no_network();
  TRY(check_fits(command.array->values.shape(), picture_input(document.network->trained->model)));
  document.network->array = command.array;
  document.network->source = NetworkSource::kArray;
  document.network->item = 0;
  return document;
}

Result<Document> applied(Document document, const SetTestSet& command) {
  if (!document.network) return no_network();
  Network& network = *document.network;
  const auto& set = command.set ? command.set : network.trained->test_set;
  if (!set) return fail("no test set of this network is known");
  if (const Status fits = check_fits(*set, network.trained->model); !fits) {
    return fail("{}: {}", word(set->name), fits.error());
  }
  network.test_set = set;
  network.source = NetworkSource::kTestSet;
  network.item = 0;
  if (network.class_names.empty()) network.class_names = set->class_names;
  return document;
}

Result<Document> applied(Document document, const SetPreparation& command) {
  if (!document.network) return no_network();
  document.network->preparation = command.preparation;
  return document;
}

Result<Document> applied(Document document, const SetClassNames& command) {
  if (!document.network) return no_network();
  document.network->class_names = command.names;
  return document;
}

Result<Document> applied(Document document, const SetActivation& command) {
  document.conv.activation = command.activation;
  return document;
}

Result<Document> applied(Document document, const AdoptNetwork& command) {
  document.adopt_network = command.adopt;
  return document;
}

Phrase described(const Document& /*document*/, const SetNetwork& command) {
  return command.trained ? phrase("open {}", command.trained->name) : phrase("close the network");
}

Phrase described(const Document& document, const TakeFilter& command) {
  return phrase("take {}", filter_word(document, command.from));
}

Phrase described(const Document& document, const PairFilter& command) {
  return phrase("pair {}", filter_word(document, command.filter));
}

Phrase described(const Document& document, const RestoreNetwork& command) {
  return command.filter ? phrase("restore {}", filter_word(document, *command.filter))
                        : phrase("restore the network");
}

Phrase described(const Document& /*document*/, const ShowUntrained& /*command*/) {
  return phrase("show the untrained weights");
}

Phrase described(const Document& /*document*/, const SetMorph& command) {
  if (command.morph == 0.0f) return phrase("show the trained weights");
  if (command.morph == 1.0f) return phrase("show my weights");
  return phrase("weights at {:.2f}", command.morph);
}

Phrase described(const Document& document, const ShowMoment& command) {
  const bool known = document.network && document.network->trained->moments &&
                     command.moment < document.network->trained->moments->epochs.size();
  if (!known) return phrase("show a moment of the training");
  return phrase("epoch {:.2f}", document.network->trained->moments->epochs[command.moment]);
}

Phrase described(const Document& document, const SetNetworkInput& command) {
  const auto set = document.network ? document.network->test_set : nullptr;
  switch (command.source) {
    case NetworkSource::kTestSet:
      if (set && set->is_samples() && command.item < set->count()) {
        return phrase("sample picture: {}", set->label_of(command.item));
      }
      return phrase("test picture {}", command.item);
    case NetworkSource::kPicture:
      return phrase("network sees the crop");
    case NetworkSource::kWholePicture:
      return phrase("network sees the picture");
    case NetworkSource::kArray:
      return phrase("network sees item {} of the array", command.item);
  }
  return {};
}

Phrase described(const Document& /*document*/, const SetInputArray& command) {
  return phrase("network sees {}", word(command.array->origin.file_name()));
}

Phrase described(const Document& /*document*/, const SetTestSet& command) {
  return command.set ? phrase("test set {}", word(command.set->name))
                     : phrase("the network's own test set");
}

Phrase described(const Document& /*document*/, const SetPreparation& /*command*/) {
  return phrase("set the input's preparation");
}

Phrase described(const Document& /*document*/, const SetClassNames& command) {
  return phrase("name {} classes", command.names.size());
}

Phrase described(const Document& /*document*/, const SetActivation& command) {
  return command.activation == conv::Activation::kRelu ? phrase("after ReLU")
                                                       : phrase("before activation");
}

Phrase described(const Document& /*document*/, const AdoptNetwork& command) {
  return command.adopt ? phrase("adopt the network's ways") : phrase("my own ways");
}

}  // namespace convlens::lab
