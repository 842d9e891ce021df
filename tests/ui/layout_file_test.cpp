// The arrangement of the panels, from a file that anybody may have changed.
#include "app/desktop/layout_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/temporary_folder.h"

namespace convlens::app {
namespace {

const std::string kUsual =
    "[Window][Input]\nPos=0,76\nSize=272,800\nCollapsed=0\nDockId=0x00000001\n\n"
    "[Docking][Data]\n"
    "DockSpace       ID=0xA9B3F37B Window=0x05749154 Pos=0,76 Size=1600,800 Split=X\n"
    "  DockNode      ID=0x00000001 Parent=0xA9B3F37B SizeRef=272,800 HiddenTabBar=1\n"
    "  DockNode      ID=0x00000002 Parent=0xA9B3F37B SizeRef=1324,800 CentralNode=1\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(LayoutFile, WhatTheWindowWritesIsUsed) {
  EXPECT_TRUE(check_layout(kUsual));
  EXPECT_TRUE(check_layout(""));
  EXPECT_TRUE(check_layout("[BenchSplitters][dragged]\n0=1000\n1=999\n"));
  EXPECT_TRUE(check_layout(replaced(kUsual, "Pos=0,76", "Pos=-40,76")));
}

TEST(LayoutFile, WhatWouldStopTheStartIsNot) {
  std::string many = "[Docking][Data]\n";
  for (int i = 1; i < 500; ++i) many += "DockSpace ID=0x" + std::to_string(i) + " Size=1,1\n";
  std::string panels;
  for (int i = 0; i < 5000; ++i) panels += "[Window][W" + std::to_string(i) + "]\nPos=1,1\n";
  for (const std::string& text : {
           replaced(kUsual, "ID=0xA9B3F37B", "ID=0x00000000"),
           replaced(kUsual, "ID=0xA9B3F37B", "ID=none"),
           replaced(kUsual, "ID=0xA9B3F37B", "Id=0xA9B3F37B"),
           replaced(kUsual, "ID=0x00000001", "ID=0x00000002"),
           replaced(kUsual, "ID=0x00000001 Parent=0xA9B3F37B", "ID=0x00000001 Parent=0x00000001"),
           replaced(kUsual, "ID=0x00000001 Parent=0xA9B3F37B", "ID=0x00000001 Parent=0x00000002"),
           replaced(kUsual, "ID=0x00000002 Parent=0xA9B3F37B", "ID=0x00000002 Parent=0x00000001"),
           replaced(kUsual, "Parent=0xA9B3F37B ", ""),
           kUsual + "  DockNode ID=0x00000003 Parent=0xA9B3F37B SizeRef=1,1\n",
           replaced(kUsual, "SizeRef=272,800", "SizeRef=99999999,800"),
           replaced(kUsual, "SizeRef=272,800", "SizeRef=x"),
           many,
           panels,
       }) {
    EXPECT_FALSE(check_layout(text)) << text.substr(0, 400);
  }
}

TEST(LayoutFile, WhatCannotBeUsedIsSetAside) {
  const TemporaryFolder folder;
  const auto file = folder / "layout.ini";
  Phrase said;
  EXPECT_EQ(read_layout(file, said), "");
  EXPECT_TRUE(said.empty());
  std::ofstream(file) << kUsual;
  EXPECT_EQ(read_layout(file, said), kUsual);
  EXPECT_TRUE(said.empty());
  std::ofstream(file) << replaced(kUsual, "ID=0xA9B3F37B", "ID=0x0");
  EXPECT_EQ(read_layout(file, said), "");
  EXPECT_NE(said.english().find("a dock node has no identifier"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(std::filesystem::exists(folder / "layout.unusable-1.ini"));
}

}  // namespace
}  // namespace convlens::app
