#include "core/files/file_name.h"

#include <gtest/gtest.h>

#include "core/files/file.h"
#include "core/temporary_folder.h"

namespace convlens {
namespace {

TEST(FileName, EndsInCapitalsOrNot) {
  for (const char* name : {"a.npz", "a.NPZ", "/b/a.b.Npz"}) EXPECT_TRUE(has_ending(name, ".npz"));
  EXPECT_TRUE(has_ending("/b/a.CaffeModel.h5", ".caffemodel.h5"));
  EXPECT_FALSE(has_ending("/b.caffemodel/a.h5", ".caffemodel.h5"));
  for (const char* name : {"npz", "a.npz2", "a.np", ".npz", ""}) {
    EXPECT_FALSE(has_ending(name, ".npz")) << name;
  }
}

TEST(FileName, TheFileBesideIsTheOneThatIsThere) {
  const TemporaryFolder folder;
  EXPECT_EQ(beside(folder / "net.ONNX", ".json"), folder / "net.json");
  ASSERT_TRUE(write_file(folder / "net.JSON", {}));
  EXPECT_EQ(beside(folder / "net.ONNX", ".json"), folder / "net.JSON");
  ASSERT_TRUE(write_file(folder / "net.json", {}));
  EXPECT_EQ(beside(folder / "net.ONNX", ".json"), folder / "net.json");
}

TEST(FileName, WhatIsSetAsideTakesNobodysName) {
  const TemporaryFolder folder;
  EXPECT_EQ(name_set_aside(folder / "a.json", "old"), folder / "a.old-1.json");
  ASSERT_TRUE(write_file(folder / "a.old-1.json", {}));
  std::filesystem::create_symlink("nowhere", folder / "a.old-2.json");
  EXPECT_EQ(name_set_aside(folder / "a.json", "old"), folder / "a.old-3.json");
  EXPECT_EQ(name_set_aside(folder / "state", "old"), folder / "state.old-1");
}

}  // namespace
}  // namespace convlens
