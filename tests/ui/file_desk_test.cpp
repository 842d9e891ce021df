// Filters that the window saves, and opens again.
#include "app/gui/file_desk.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "core/files/file.h"
#include "core/files/npz.h"
#include "core/temporary_folder.h"
#include "lab/document/presets.h"

namespace convlens::app {
namespace {

class FileDeskTest : public ::testing::Test {
 protected:
  FileDeskTest() : lab_(lab::notebook_document({})) {}

  std::string saved(const std::string& name) {
    const Status status = desk_.act(lab_, ui::FilePurpose::kSaveFilters, (folder_ / name).string());
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
  EXPECT_NE(saved("e.png").find("e.png: filters are saved as .npy or .npz"), std::string::npos);
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
