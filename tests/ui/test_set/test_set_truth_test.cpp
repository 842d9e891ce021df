// What both networks that travel with the program make of whole test sets, against Keras.
#include <gtest/gtest.h>

#include "app/open/open_network.h"
#include "app/open/test_sets.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "lab/stages/test_meter.h"
#include "ui/test_set/test_set_files.h"

namespace convlens {
namespace {

nlohmann::json keras_answers(const std::string& name) {
  for (const auto& row : golden::json("test_answers.json")) {
    if (row["network"] == name) return row;
  }
  ADD_FAILURE() << name;
  return {};
}

void expect_as_keras(const lab::Network& network) {
  const auto expected = keras_answers(network.trained->name);
  ASSERT_TRUE(network.test_set);
  ASSERT_EQ(network.test_set->count(), 10000);
  lab::TestMeter meter;
  meter.ask(network, network.trained->model);
  meter.wait();
  const auto answers = meter.reading().trained;
  ASSERT_TRUE(answers);
  EXPECT_EQ(lab::accuracy_of(*network.test_set, *answers), expected["accuracy"].get<double>());
  const auto matrix = lab::confusion_matrix(*network.test_set, *answers, 10);
  for (int label = 0; label < 10; ++label) {
    for (int answer = 0; answer < 10; ++answer) {
      EXPECT_EQ(matrix.at(label, answer), expected["confusion"][label][answer].get<int>())
          << label << " taken for " << answer;
    }
  }
  for (std::size_t item = 0; item < expected["certainty"].size(); ++item) {
    EXPECT_NEAR(answers->certainty[item], expected["certainty"][item].get<double>(), 1e-5);
  }
}

TEST(TestSetTruth, FashionMnist) {
  if (!std::filesystem::exists(app::fashion_mnist_test_images())) {
    GTEST_SKIP() << "skipped: dataset-fashion-mnist is not installed";
  }
  const auto network = app::open_network({app::bundled_network("fashion_mnist.keras")});
  ASSERT_TRUE(network) << network.error().message;
  expect_as_keras(lab::fresh_network(*network));
}

TEST(TestSetTruth, Cifar10AsFoldersOfItsClasses) {
  const TemporaryFolder folder;
  const auto pictures = testing::unpacked_cifar(folder.path());
  if (pictures.empty()) GTEST_SKIP() << "skipped: ../shared/realdata/cifar10 is not there";
  const auto opened = app::open_network({app::bundled_network("cifar10.keras")});
  ASSERT_TRUE(opened) << opened.error().message;
  lab::Network network = lab::fresh_network(*opened);
  const auto set = app::open_test_set(pictures, network);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->set->class_names, network.class_names);
  network.test_set = set->set;
  expect_as_keras(network);
}

}  // namespace
}  // namespace convlens
