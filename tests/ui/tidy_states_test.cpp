// What nobody comes back to is taken away, and nothing else.
#include "app/session/tidy_states.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "app/open/open_files.h"
#include "app/session/autosave.h"
#include "core/temporary_folder.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class TidyStatesTest : public ::testing::Test {
 protected:
  // A state whose picture is of its own; the name of its file in the store.
  std::string add_state(std::uint8_t grey) {
    lab::Document document = *open_document({});
    Image image{8, 9, std::vector<std::uint8_t>(std::size_t{8} * 9 * 3, grey)};
    document.sources[0].picture =
        std::make_shared<const lab::Picture>(lab::Picture{"own", std::move(image), {}, {}, {}, {}});
    document.crop_size = {5, 6};
    for (lab::Source& source : document.sources) source.origin = {0, 0};
    const auto before = stored();
    const lab::Lab lab(document);
    StateJournal journal = *StateJournal::begin(folder_ / "states");
    lab::HistoryWatch watch;
    EXPECT_TRUE(journal.add(watch.change(lab.history()), lab.view()));
    for (const std::string& name : stored()) {
      if (before.count(name) == 0) return name;
    }
    return {};
  }
  std::set<std::string> stored() const {
    std::set<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder_ / "store/pictures", none)) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }
  void age(const std::string& name) const {
    fs::last_write_time(folder_ / "store/pictures" / name, fs::file_time_type::clock::now() - 48h);
  }
  std::size_t states() const { return StateJournal::all(folder_ / "states").size(); }

  TemporaryFolder folder_;
};

TEST_F(TidyStatesTest, OldStatesGoAndWhatTheyAloneNamed) {
  std::vector<std::string> names;
  for (std::uint8_t grey = 10; grey < 15; ++grey) {
    names.push_back(add_state(grey));
    age(names.back());
    const fs::path journal = folder_ / "states" / std::to_string(grey - 9) / "journal";
    fs::last_write_time(journal, fs::file_time_type::clock::now() - 10h + grey * 1min);
  }
  tidy_states(folder_.path());
  EXPECT_EQ(states(), 5u) << "so many may stay";
  EXPECT_EQ(stored().size(), 5u);
  tidy_states(folder_.path(), {.states = 3});
  EXPECT_EQ(states(), 3u);
  EXPECT_EQ(stored(), (std::set<std::string>{names[2], names[3], names[4]}));
}

TEST_F(TidyStatesTest, WhatAWindowHasOrHasJustKeptStays) {
  const std::string name = add_state(1);
  age(name);
  Phrase said;
  const auto held = StateJournal::take(folder_ / "states/1", said);
  ASSERT_TRUE(held.has_value());
  tidy_states(folder_.path(), {.states = 0});
  EXPECT_EQ(states(), 1u);
  EXPECT_EQ(stored().count(name), 1u);
  // Nobody names it yet: its line comes in a moment.
  std::ofstream(folder_ / "store/pictures" / (std::string(64, 'a') + "-1x1.png")) << "new";
  tidy_states(folder_.path(), {.states = 0});
  EXPECT_EQ(stored().size(), 2u);
  age(std::string(64, 'a') + "-1x1.png");
  tidy_states(folder_.path(), {.states = 0});
  EXPECT_EQ(stored(), (std::set<std::string>{name}));
}

TEST_F(TidyStatesTest, WhatIsUsedAgainStays) {
  const std::string name = add_state(1);
  StateJournal::remove(folder_ / "states/1");
  age(name);
  FolderStore store(folder_ / "store");
  EXPECT_TRUE(store.has("pictures/" + name));
  tidy_states(folder_.path());
  EXPECT_EQ(stored().count(name), 1u);
}

TEST_F(TidyStatesTest, WhatWasBeingTakenAwayWhenAProgramEndedComesBack) {
  const std::string name = add_state(1);
  const fs::path path = folder_ / "store/pictures" / name;
  fs::path going = path;
  going += ".going";
  fs::rename(path, going);
  tidy_states(folder_.path());
  EXPECT_EQ(stored(), (std::set<std::string>{name}));
}

}  // namespace
}  // namespace convlens::app
