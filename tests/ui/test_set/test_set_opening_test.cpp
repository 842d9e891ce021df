// Test sets opened as files are, kept in sessions, and what becomes of those that do not fit.
#include <gtest/gtest.h>

#include "app/gui/file_desk.h"
#include "app/files/file_kind.h"
#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "app/open/test_sets.h"
#include "app/session/session_file.h"
#include "core/files/npy.h"
#include "core/files/npz.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"
#include "media/picture_file.h"
#include "ui/test_set/test_set_files.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using testing::cifar_batch;
using testing::contains;
using testing::expect_sentence;
using testing::write_text;

void paint(const fs::path& path, std::uint8_t value) {
  fs::create_directories(path.parent_path());
  ASSERT_TRUE(media::write_png(path, Image{8, 8, std::vector<std::uint8_t>(192, value)}));
}

class TestSetOpening : public ::testing::Test {
 protected:
  TestSetOpening()
      : lab_(lab::notebook_document(
            {std::make_shared<const lab::Picture>(lab::Picture{"blank", {1, 1, {0, 0, 0}}})})) {}

  void begin_with(const char* name) {
    auto network = open_network({bundled_network(name)});
    ASSERT_TRUE(network) << network.error().message;
    ASSERT_TRUE(lab_.commit(lab::SetNetwork{*network}));
  }
  // Why it could not be opened; all is as it was then.
  std::string refusal(const fs::path& path) {
    const lab::Document before = lab_.document();
    const std::size_t steps = lab_.history().size();
    const Status opened = desk_.open(lab_, {path});
    if (opened) return "accepted";
    EXPECT_EQ(lab_.document(), before);
    EXPECT_EQ(lab_.history().size(), steps);
    expect_sentence(opened.error().message);
    return opened.error().message;
  }
  const lab::Network& network() { return *lab_.document().network; }

  const TemporaryFolder folder_;
  NetworkOpener networks_{WorkMode::kAtOnce};
  FileDesk desk_{networks_};
  lab::Lab lab_;
};

TEST_F(TestSetOpening, ABatchIsTheNetworksTestSetAndAStepOfUndo) {
  begin_with("cifar10.keras");
  write_text(folder_ / "test_batch.bin", cifar_batch());
  ASSERT_TRUE(desk_.open(lab_, {folder_ / "test_batch.bin"}));
  ASSERT_TRUE(network().test_set);
  EXPECT_EQ(network().test_set->name, "test_batch.bin");
  EXPECT_EQ(network().test_set->labels, (std::vector{3, 8, 3}));
  EXPECT_EQ(network().test_set->label_of(1), "ship") << "the network's names, where it has none";
  EXPECT_EQ(network().source, lab::NetworkSource::kTestSet);
  EXPECT_EQ(lab_.view().workspace, lab::Workspace::kNetwork);
  EXPECT_FLOAT_EQ(lab_.run().seen().values()[0], 60.0f / 255.0f);
  lab_.undo();
  EXPECT_EQ(network().test_set, network().trained->test_set);
}

TEST_F(TestSetOpening, AFolderByClassIsNumberedAsTheNetworkHasThem) {
  begin_with("fashion_mnist.keras");
  paint(folder_ / "set/Bag/1.png", 10);  // 8
  paint(folder_ / "set/Ankle boot/1.png", 20);
  paint(folder_ / "set/Dress/1.png", 30);
  ASSERT_TRUE(desk_.open(lab_, {folder_ / "set"}));
  const lab::TestSet& set = *network().test_set;
  EXPECT_EQ(set.name, "set");
  EXPECT_EQ(set.shape, (Shape{3, 28, 28, 1}));
  EXPECT_EQ(set.labels, (std::vector{9, 8, 3})) << "by their names, not as they are sorted";
  EXPECT_EQ(set.class_names, network().class_names);
  EXPECT_EQ(set.pixels[0], 20);
  EXPECT_EQ(set.pixels.back(), 30);
  EXPECT_EQ(set.notes.back().english(), "classes numbered as the network has them, by their names");
  // One name of another kind, and all are as they are sorted.
  paint(folder_ / "set/Cat/1.png", 10);
  ASSERT_TRUE(desk_.open(lab_, {folder_ / "set"}));
  EXPECT_EQ(network().test_set->labels, (std::vector{0, 1, 2, 3}));
  EXPECT_TRUE(contains(network().test_set->notes.back().english(), "calls them otherwise"));
}

TEST_F(TestSetOpening, ComesWithANetwork) {
  write_text(folder_ / "test_batch.bin", cifar_batch());
  ASSERT_TRUE(desk_.open(lab_, {folder_ / "test_batch.bin", bundled_network("cifar10.keras")}));
  networks_.deliver(lab_);
  ASSERT_TRUE(lab_.document().network);
  EXPECT_EQ(network().test_set->name, "test_batch.bin");
  const auto document =
      open_document({bundled_network("cifar10.keras"), folder_ / "test_batch.bin"});
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->network->test_set->count(), 3);
  EXPECT_TRUE(contains(open_document({folder_ / "test_batch.bin"}).error().message,
                       "a test set is for a network"));
}

TEST_F(TestSetOpening, WhatDoesNotFitLeavesAllAsItWas) {
  write_text(folder_ / "test_batch.bin", cifar_batch());
  EXPECT_TRUE(contains(refusal(folder_ / "test_batch.bin"), "there is no network to measure"));
  begin_with("fashion_mnist.keras");
  EXPECT_TRUE(contains(refusal(folder_ / "test_batch.bin"),
                       "pictures of the test set have 3 channels, the network takes 1"));
  begin_with("cifar10.keras");
  write_text(folder_ / "test.bin", "\x05\x63" + std::string(3072, 'x'));
  EXPECT_TRUE(contains(refusal(folder_ / "test.bin"),
                       "class of number 99, the network knows those from 0 to 9"));
  write_text(folder_ / "data_batch_2.bin", cifar_batch().substr(0, 7000));
  EXPECT_TRUE(contains(refusal(folder_ / "data_batch_2.bin"), "cut short"));
  write_text(folder_ / "test_batch",
             "\x80\x02"
             "cposix\nsystem\nU\x04true\x85R.");
  EXPECT_TRUE(contains(refusal(folder_ / "test_batch"), "nothing of it is run"));
  write_text(folder_ / "t10k-images-idx3-ubyte",
             std::string("\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x01"
                         "ab",
                         18));
  write_text(folder_ / "t10k-labels-idx1-ubyte", std::string("\0\0\x08\x01\0\0\0\x01\0", 9));
  EXPECT_TRUE(contains(refusal(folder_ / "t10k-images-idx3-ubyte"), "2 pictures and 1 labels"));
  paint(folder_ / "set/cat/1.png", 1);
  write_text(folder_ / "set/dog/broken.png", "nothing");
  EXPECT_TRUE(contains(refusal(folder_ / "set"), "dog/broken.png"));
}

TEST_F(TestSetOpening, SessionsNameItByPathAndContent) {
  begin_with("cifar10.keras");
  const fs::path batch = folder_ / "test_batch.bin";
  write_text(batch, cifar_batch());
  ASSERT_TRUE(desk_.open(lab_, {batch}));
  ASSERT_TRUE(lab_.commit(lab::SetNetworkInput{lab::NetworkSource::kTestSet, 2}));
  const fs::path file = folder_ / "lab.convlens";
  ASSERT_TRUE(save_session(file, lab_.history(), lab_.view(), SessionContents::kInside));
  {
    const auto opened = open_session(file, folder_ / "cache");
    ASSERT_TRUE(opened) << opened.error().message;
    const lab::Network& read = *opened->session.steps.back().document.network;
    ASSERT_TRUE(read.test_set);
    EXPECT_EQ(read.test_set->pixels, network().test_set->pixels);
    EXPECT_EQ(read.test_set->labels, network().test_set->labels);
    EXPECT_EQ(read.item, 2);
    EXPECT_TRUE(opened->missing.empty());
  }
  std::string other = cifar_batch();
  other[100] = 'x';
  write_text(batch, other);
  const auto changed = open_session(file, folder_ / "cache");
  ASSERT_TRUE(changed) << changed.error().message;
  ASSERT_EQ(changed->missing.size(), 1u);
  EXPECT_TRUE(contains(changed->missing[0].english(), "the test set is another one than it was"));
  const lab::Network& read = *changed->session.steps.back().document.network;
  EXPECT_EQ(read.test_set, read.trained->test_set);
  fs::remove(batch);
  const auto gone = open_session(file, folder_ / "cache");
  ASSERT_TRUE(gone) << gone.error().message;
  ASSERT_EQ(gone->missing.size(), 1u);
  EXPECT_TRUE(contains(gone->missing[0].english(), "test_batch.bin is missing"));
}

TEST_F(TestSetOpening, KindsOfFilesAndFolders) {
  write_text(folder_ / "test_batch.bin", cifar_batch());
  EXPECT_TRUE(is<LabelledFile>(kind_of(folder_ / "test_batch.bin")));
  write_text(folder_ / "batch", "\x80\x02}.");
  EXPECT_TRUE(is<LabelledFile>(kind_of(folder_ / "batch")));
  paint(folder_ / "set/a/1.png", 1);
  paint(folder_ / "set/b/1.png", 1);
  EXPECT_TRUE(is<LabelledFile>(kind_of(folder_ / "set")));
  EXPECT_TRUE(is<UnknownFile>(kind_of(folder_ / "set/a"))) << "a folder of pictures";
  EXPECT_TRUE(is<UnknownFile>(kind_of(folder_.path())));
  ASSERT_TRUE(write_npy(folder_ / "x_test.npy", Tensor({2, 3, 3})));
  const auto is_labelled = [](const fs::path& path) {
    return std::get<ArrayFile>(kind_of(path)).labelled;
  };
  EXPECT_FALSE(is_labelled(folder_ / "x_test.npy"));
  ASSERT_TRUE(write_npy(folder_ / "y_test.npy", Tensor({2})));
  EXPECT_TRUE(is_labelled(folder_ / "x_test.npy"));
  const Tensor pictures({2, 3, 3});
  const Tensor labels({2});
  ASSERT_TRUE(write_npz(folder_ / "set.npz",
                        std::vector<NamedView>{{"x_test", pictures}, {"y_test", labels}}));
  EXPECT_TRUE(is_labelled(folder_ / "set.npz"));
}

TEST_F(TestSetOpening, TheDialogTakesAFolderByClassAsAWhole) {
  begin_with("cifar10.keras");
  paint(folder_ / "set/cat/1.png", 1);
  paint(folder_ / "set/dog/1.png", 1);
  write_text(folder_ / "batch", "x");
  const auto above = desk_.list(folder_.path().string(), ui::FilePurpose::kOpenTestSet);
  ASSERT_TRUE(above);
  EXPECT_FALSE(above->opens);
  EXPECT_EQ(above->entries.size(), 2u);
  const auto listing = desk_.list((folder_ / "set").string(), ui::FilePurpose::kOpenTestSet);
  ASSERT_TRUE(listing);
  EXPECT_TRUE(listing->opens);
  ASSERT_TRUE(desk_.act(lab_, ui::FilePurpose::kOpenTestSet, listing->folder));
  EXPECT_EQ(network().test_set->labels, (std::vector{3, 5}));
}

}  // namespace
}  // namespace convlens::app
