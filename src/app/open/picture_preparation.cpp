#include "app/open/picture_preparation.h"

#include <utility>

#include "app/open/array_input.h"

namespace convlens::app {

nn::InputPreparation with_choices(nn::InputPreparation defaults,
                                  const PreparationChoices& choices) {
  if (choices.crop) defaults.crop = choices.crop;
  if (choices.resize) defaults.resize = choices.resize;
  if (choices.order) defaults.order = *choices.order;
  if (choices.scale) defaults.scale = *choices.scale;
  if (choices.mean) defaults.mean = *choices.mean;
  if (choices.standard_deviation) defaults.standard_deviation = *choices.standard_deviation;
  return defaults;
}

Result<Tensor> prepare_pictures(const std::filesystem::path& file, const TensorView& pictures,
                                const nn::InputPreparation& preparation) {
  auto prepared = nn::prepare(pictures, preparation);
  if (!prepared) return fail("{}: {}", file.string(), prepared.error());
  TRY(check_finite(file, *prepared, word("the prepared value")));
  return prepared;
}

}  // namespace convlens::app
