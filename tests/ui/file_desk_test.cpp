// Files that the window opens and saves.
#include "app/gui/file_desk.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/open/open_network.h"
#include "core/files/file.h"
#include "core/files/npz.h"
#include "core/files/sha256.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"
#include "lab/document/presets.h"
#include "loaders/caffe_files.h"

namespace convlens::app {
namespace {

class FileDeskTest : public ::testing::Test {
 protected:
  FileDeskTest()
      : lab_(lab::notebook_document(
            {std::make_shared<const lab::Picture>(lab::Picture{"blank", {1, 1, {0, 0, 0}}})})) {}

  std::string saved(const std::string& name) {
    const Status status = desk_.act(lab_, ui::FilePurpose::kSaveFilters, (folder_ / name).string());
    return status ? "" : status.error().message;
  }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    EXPECT_TRUE(write_file(folder_ / name, testing::bytes_of(text)));
    return folder_ / name;
  }
  static std::filesystem::path golden(const std::string& name) {
    return std::filesystem::path(CONVLENS_TEST_DIR) / "golden" / name;
  }
  // Why they could not be opened.
  std::string open(const std::vector<std::filesystem::path>& paths) {
    const Status status = desk_.open(lab_, paths);
    return status ? "" : status.error().message;
  }

  std::vector<std::byte> content(const std::string& name) const {
    auto bytes = read_file(folder_ / name);
    EXPECT_TRUE(bytes) << bytes.error().message;
    return bytes ? *std::move(bytes) : std::vector<std::byte>{};
  }

  const TemporaryFolder folder_;
  NetworkOpener networks_{WorkMode::kAtOnce};
  FileDesk desk_{networks_};
  lab::Lab lab_;
};

TEST_F(FileDeskTest, SavesFiltersByTheNamesEnding) {
  for (const char* name : {"a.npy", "b.npz", "c", "d.NPZ"}) ASSERT_EQ(saved(name), "") << name;
  EXPECT_EQ(content("c.npy"), content("a.npy"));
  const auto packed = read_npz(folder_ / "b.npz");
  ASSERT_TRUE(packed) << packed.error().message;
  ASSERT_EQ(packed->size(), 1u);
  EXPECT_EQ(packed->front().name, "filters");
  EXPECT_EQ(npy_bytes(packed->front().array.values), content("a.npy"));
  EXPECT_EQ(content("d.NPZ"), content("b.npz"));
  EXPECT_NE(saved("e.png").find("e.png: numbers are saved as .npy, .npz or .csv"),
            std::string::npos);
  EXPECT_EQ(folder_.entry_count(), 4);
}

TEST_F(FileDeskTest, OpensWhatItSaved) {
  ASSERT_EQ(saved("a.npz"), "");
  const auto before = lab_.document().filters;
  lab_.commit(lab::SetFilters{{lab::zero_filter("other", 3, 3, 3)}});
  ASSERT_EQ(lab_.document().filters.size(), 1u);
  const Status opened =
      desk_.act(lab_, ui::FilePurpose::kOpenFilters, (folder_ / "a.npz").string());
  ASSERT_TRUE(opened) << opened.error().message;
  const auto& after = lab_.document().filters;
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].weights, before[i].weights);
}

TEST_F(FileDeskTest, SaysWhereItSaved) {
  ASSERT_EQ(saved("a"), "");
  ASSERT_FALSE(lab_.log().lines().empty());
  EXPECT_EQ(lab_.log().lines().back().english(), "filters saved: " + (folder_ / "a.npy").string());
}

TEST_F(FileDeskTest, ANameAloneIsOneInTheFolderThatIsShown) {
  ASSERT_TRUE(desk_.list(folder_.path().string(), ui::FilePurpose::kSaveFilters));
  ASSERT_TRUE(desk_.act(lab_, ui::FilePurpose::kSaveFilters, "mine.npz"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "mine.npz"));
  EXPECT_TRUE(desk_.exists("mine.npz"));
  EXPECT_TRUE(desk_.act(lab_, ui::FilePurpose::kOpenFilters, "mine.npz"));
}

// ---- Arrays for the network to look at

// Zeros of this shape, but a one at the end.
Tensor array_of(const Shape& shape) {
  Tensor values(shape);
  values.data()[values.size() - 1] = 1.0f;
  return values;
}

TEST_F(FileDeskTest, AnArrayThatFitsIsTheNetworksInput) {
  const auto network = golden("input_cases/four_channels.keras");
  ASSERT_EQ(open({network}), "");
  networks_.deliver(lab_);
  ASSERT_TRUE(lab_.has_network()) << lab_.error().english();
  // No picture has four channels: it looks at zeros until there is an array.
  EXPECT_EQ(lab_.document().network->source, lab::NetworkSource::kArray);
  EXPECT_EQ(lab_.run().seen().shape(), (Shape{1, 6, 6, 4}));

  lab_.view().workspace = lab::Workspace::kNetwork;
  ASSERT_EQ(open({golden("input_cases/four_channels.input.npy")}), "");
  const lab::Network& shown = *lab_.document().network;
  ASSERT_TRUE(shown.array);
  EXPECT_EQ(shown.array->count(), 4);
  EXPECT_EQ(shown.array->origin.file_name(), "four_channels.input.npy");
  const auto expected = read_npy(golden("input_cases/four_channels.output.npy"));
  for (const int item : {0, 3}) {
    ASSERT_TRUE(lab_.commit(lab::SetNetworkInput{lab::NetworkSource::kArray, item}));
    const auto found = lab_.run().activations().back().values();
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_NEAR(found[i], expected->values.values()[static_cast<std::size_t>(item) * 2 + i],
                  1e-5f);
    }
  }
  const auto& history = lab_.history();
  EXPECT_EQ(history.code(history.position()).text,
            "inputs = keras.layers.Resizing(height=6, width=6)("
            "np.load(\"four_channels.input.npy\").reshape(4, 6, 6, 4)[3:4])");
  EXPECT_TRUE(lab_.document().filters_origin.file.empty()) << "they are no filters";
}

TEST_F(FileDeskTest, AnArrayThatDoesNotFitIsRefused) {
  ASSERT_EQ(open({golden("input_cases/four_channels.keras")}), "");
  networks_.deliver(lab_);
  lab_.view().workspace = lab::Workspace::kNetwork;
  const auto before = lab_.history().position();
  for (const std::int64_t channels : {2, 5}) {
    ASSERT_TRUE(write_npy(folder_ / "a.npy", array_of({6, 6, channels})));
    EXPECT_EQ(open({folder_ / "a.npy"}),
              fmt::format("{}: the array has {} channels, the network takes 4",
                          (folder_ / "a.npy").string(), channels));
  }
  EXPECT_EQ(lab_.history().position(), before);
}

TEST_F(FileDeskTest, AnArrayThatComesWithItsNetworkIsItsInput) {
  for (const bool network_first : {true, false}) {
    std::vector<std::filesystem::path> files{golden("input_cases/four_channels.keras"),
                                             golden("input_cases/four_channels.input.npy")};
    if (!network_first) std::swap(files[0], files[1]);
    ASSERT_EQ(open(files), "");
    networks_.deliver(lab_);
    ASSERT_TRUE(lab_.has_network());
    EXPECT_EQ(lab_.run().seen().shape(), (Shape{1, 6, 6, 4}));
    EXPECT_EQ(lab_.document().network->array->count(), 4);
  }
  // By itself, on the bench, it can only be filters, which it is not.
  lab_.commit(lab::SetNetwork{});
  EXPECT_NE(open({golden("input_cases/four_channels.input.npy")}), "");
}

// In the other workspace, and where they do not fit the network, filters are what they always were.
TEST_F(FileDeskTest, FiltersStayFilters) {
  ASSERT_EQ(open({golden("input_cases/four_channels.keras")}), "");
  networks_.deliver(lab_);
  ASSERT_TRUE(write_npy(folder_ / "filters.npy", array_of({7, 7, 3, 2})));
  for (const auto workspace : {lab::Workspace::kBench, lab::Workspace::kNetwork}) {
    lab_.view().workspace = workspace;
    ASSERT_EQ(open({folder_ / "filters.npy"}), "");
    EXPECT_EQ(lab_.document().filters.size(), 2u);
  }
}

TEST_F(FileDeskTest, FiltersKnowTheFileThatTheyAreFrom) {
  ASSERT_EQ(saved("bank.npz"), "");
  ASSERT_EQ(open({folder_ / "bank.npz"}), "");
  const lab::Origin& origin = lab_.document().filters_origin;
  EXPECT_EQ(origin.file, (folder_ / "bank.npz").string());
  EXPECT_EQ(origin.member, "filters");
  EXPECT_EQ(origin.checksum, sha256(content("bank.npz")));
  const auto& history = lab_.history();
  EXPECT_EQ(history.code(history.position()).text, "filters = np.load(\"bank.npz\")[\"filters\"]");
}

TEST_F(FileDeskTest, NamesGoToTheNetworkThatTheyCameWith) {
  write("names.TXT", "one\ntwo\n");
  ASSERT_EQ(open({folder_ / "names.TXT", bundled_network("cifar10.keras")}), "");
  networks_.deliver(lab_);
  ASSERT_TRUE(lab_.document().network) << lab_.error().english();
  EXPECT_EQ(lab_.document().network->class_names, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(lab_.document().network->trained->origin.file_name(), "cifar10.keras");
  EXPECT_EQ(lab_.history().size(), 2u) << "a network with its names is one step";
  ASSERT_EQ(open({write("other.txt", "three\n")}), "");
  EXPECT_EQ(lab_.document().network->class_names, std::vector<std::string>{"three"});
}

TEST_F(FileDeskTest, OneNetworkIsOpenedAtATime) {
  const lab::Document before = lab_.document();
  write("a.ppm", "P6 1 1 255\nabc");
  EXPECT_EQ(open({folder_ / "a.ppm", golden("keras_cases/up_nearest.keras"),
                  golden("onnx_cases/classic.onnx")}),
            "up_nearest.keras and classic.onnx are two networks, one can be opened at a time");
  networks_.deliver(lab_);
  EXPECT_EQ(lab_.document(), before);
  // A Caffe network's two files are one.
  write("net.prototxt", "");
  write("net.caffemodel", "");
  EXPECT_EQ(open({folder_ / "net.prototxt", folder_ / "net.caffemodel"}), "");
}

// Downloads lie where a browser puts them.
TEST_F(FileDeskTest, ACaffeNetworksFilesMayBeAnywhere) {
  std::filesystem::create_directory(folder_ / "structures");
  const auto files = loaders::testing::make_caffe(
      3,
      loaders::testing::layer("conv", "Convolution", "data",
                              "convolution_param { num_output: 2 kernel_size: 3 }"),
      {{"conv", "Convolution", {{2, 3, 3, 3}, {2}}}});
  const auto weights = write("weights (1).caffemodel", files.weights);
  const auto structure = write("structures/deploy.prototxt", files.prototxt);
  for (const auto& dropped : {std::vector{structure, weights}, std::vector{weights, structure}}) {
    ASSERT_EQ(open(dropped), "");
    networks_.deliver(lab_);
    ASSERT_TRUE(lab_.document().network) << lab_.error().english();
    EXPECT_EQ(lab_.document().network->trained->name, "weights (1).caffemodel");
    lab_.undo();
  }
  // The choice among the networks that were open leads to the same.
  networks_.open(networks_.names().size() - 1);
  networks_.deliver(lab_);
  EXPECT_TRUE(lab_.error().empty()) << lab_.error().english();
  EXPECT_EQ(open({structure, write("other.prototxt", "")}),
            "deploy.prototxt and other.prototxt are two networks, one can be opened at a time");
  ASSERT_EQ(open({structure, golden("keras_cases/up_nearest.keras")}), "");
  networks_.deliver(lab_);
  EXPECT_TRUE(testing::contains(lab_.error().english(),
                                "no network of Caffe, whose layers deploy.prototxt tells"));
}

TEST_F(FileDeskTest, AFailureLeavesEverythingAsItWas) {
  write("a.ppm", "P6 1 1 255\nabc");
  write("names.txt", "one\n");
  ASSERT_EQ(saved("bank.npy"), "");
  const lab::Document before = lab_.document();
  EXPECT_EQ(open({folder_ / "bank.npy", folder_ / "a.ppm", folder_ / "names.txt"}),
            "there is no network on the bench");
  EXPECT_EQ(lab_.document(), before);
  EXPECT_EQ(lab_.history().size(), 1u);
}

TEST_F(FileDeskTest, ListsBothKinds) {
  ASSERT_EQ(saved("a.npy"), "");
  ASSERT_EQ(saved("b.npz"), "");
  ASSERT_TRUE(write_file(folder_ / "c.png", {}));
  const auto listing = desk_.list(folder_.path().string(), ui::FilePurpose::kOpenFilters);
  ASSERT_TRUE(listing);
  ASSERT_EQ(listing->entries.size(), 2u);
  EXPECT_EQ(listing->entries[0].name, "a.npy");
  EXPECT_EQ(listing->entries[1].name, "b.npz");
}

}  // namespace
}  // namespace convlens::app
