#include "fuzz/damage/damage_json.h"
#include "golden/golden.h"
#include "loaders/archive_copy.h"
#include "loaders/isolation/isolated.h"
#include "loaders/keras/keras_model.h"
#include "loaders/model_files.h"

// The description of the layers is read by this process itself, so any change of it must end in a
// model or in a sentence.
namespace convlens::loaders {
namespace {

class MutatedArchitecture : public ::testing::TestWithParam<const char*> {};

TEST_P(MutatedArchitecture, GivesAModelOrASentence) {
  const auto archive = isolated_read("keras", golden::path(GetParam()));
  ASSERT_TRUE(archive) << archive.error().message;
  fuzz::Random random(11);
  constexpr int kMutants = 500;
  int refused = 0;
  for (int i = 0; i < kMutants; ++i) {
    ModelArchive mutant = testing::copy_of(*archive);
    mutant.architecture = fuzz::damage_json(archive->architecture, random);
    const auto built = build_keras_model(std::move(mutant));
    if (built) continue;
    testing::expect_sentence(built.error().message);
    ++refused;
  }
  // Many settings do not matter to what a model computes.
  EXPECT_GT(refused, kMutants / 20);
}

INSTANTIATE_TEST_SUITE_P(
    Models, MutatedArchitecture,
    ::testing::Values("keras_cases/small_network.keras", "keras_cases/residual.keras",
                      "keras_cases/nested.keras", "keras_cases/transpose_output_padding.keras",
                      "keras_cases/resizing_aspect.keras", "keras_cases/first_transpose.keras",
                      "keras_cases/first_flatten.keras", "keras2_cases/backbone.h5",
                      "keras2_cases/called_twice.h5", "keras2_cases/inner_sequential.h5",
                      "keras2_cases/residual.h5"));

}  // namespace
}  // namespace convlens::loaders
