// Sessions as files: saved, opened again, and what becomes of those that are damaged or whose
// pictures and networks are gone.
#include "app/session/session_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/files/file_kind.h"
#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "app/session/start.h"
#include "core/files/file.h"
#include "core/printable.h"
#include "core/temporary_folder.h"
#include "lab/document/filter_bank.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

Image noise(int height, int width, unsigned seed) {
  Image image{height, width, {}};
  std::mt19937 random(seed);
  image.rgb.resize(static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * 3);
  for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(random() & 0xffU);
  return image;
}

// The notebook's bench with a picture of one's own, and a network that is painted on.
class SessionFileTest : public ::testing::Test {
 protected:
  SessionFileTest() : picture_(folder_ / "own.png"), network_(folder_ / "own.keras") {
    EXPECT_TRUE(media::write_png(picture_, noise(30, 40, 5)));
    fs::copy_file(fs::path(CONVLENS_TEST_DIR) / "golden/input_cases/one_sigmoid.keras", network_);
  }

  void begin(lab::Lab& lab) {
    EXPECT_TRUE(lab.commit(lab::SetWeights{0, {{1, 2, 0, 0.1f}, {6, 6, 2, -1.0f / 3}}}));
    auto picture = open_picture(picture_);
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_TRUE(lab.commit(lab::SetPictures{1, {*picture}}));
    auto network = open_network({network_});
    ASSERT_TRUE(network) << network.error().message;
    EXPECT_TRUE(lab.commit(lab::SetNetwork{*network}));
    const int layer = *lab::first_filter_layer((*network)->model);
    const lab::Filter filter = lab::filter_of(*lab.trained_bank(layer), 1);
    std::vector<float> weights = filter.weights;
    weights.front() = 7.25f;
    EXPECT_TRUE(lab.commit(lab::ReplaceWeights{{1, layer}, weights}));
    EXPECT_TRUE(lab.commit(lab::SetBias{1, 0.7f}));
    lab.undo();
  }
  Result<std::vector<Phrase>> save(const lab::Lab& lab, SessionContents contents) {
    return save_session(file(), lab.history(), lab.view(), contents);
  }
  Result<OpenedSession> open() { return open_session(file(), folder_ / "cache"); }
  fs::path file() const { return folder_ / "lab.convlens"; }

  // By value: what was read anew is not what was told.
  static void expect_same(const OpenedSession& opened, const lab::Lab& lab) {
    ASSERT_EQ(opened.session.steps.size(), lab.history().size());
    EXPECT_EQ(opened.session.position, lab.history().position());
    for (std::size_t i = 0; i < lab.history().size(); ++i) {
      const lab::Document& read = opened.session.steps[i].document;
      const lab::Document& told = lab.history().document(i);
      EXPECT_EQ(read.filters, told.filters);
      EXPECT_EQ(read.conv, told.conv);
      EXPECT_EQ(read.crop_size, told.crop_size);
      ASSERT_EQ(read.sources.size(), told.sources.size());
      for (std::size_t s = 0; s < read.sources.size(); ++s) {
        EXPECT_EQ(read.sources[s].picture->image.rgb, told.sources[s].picture->image.rgb);
        EXPECT_EQ(read.sources[s].picture->name, told.sources[s].picture->name);
        EXPECT_EQ(read.sources[s].origin, told.sources[s].origin);
      }
      ASSERT_EQ(read.network.has_value(), told.network.has_value());
      if (!read.network) continue;
      EXPECT_EQ(read.network->trained->name, told.network->trained->name);
      EXPECT_EQ(read.network->preparation, told.network->preparation);
      const nn::Model& mine = told.network->edited;
      ASSERT_EQ(read.network->edited.layer_count(), mine.layer_count());
      for (int layer = 0; layer < mine.layer_count(); ++layer) {
        const auto& a = read.network->edited.layer(layer)->weights();
        const auto& b = mine.layer(layer)->weights();
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t w = 0; w < a.size(); ++w) {
          const auto values = std::as_const(*a[w].value).values();
          const auto expected = std::as_const(*b[w].value).values();
          EXPECT_TRUE(std::equal(values.begin(), values.end(), expected.begin(), expected.end()));
        }
      }
    }
  }

  TemporaryFolder folder_;
  fs::path picture_;
  fs::path network_;
};

TEST_F(SessionFileTest, BringsAllBackThoughPicturesAndNetworksAreGone) {
  lab::Lab lab(*open_document({}));
  begin(lab);
  ASSERT_TRUE(save(lab, SessionContents::kInside));
  fs::remove(picture_);
  fs::remove(network_);
  EXPECT_TRUE(is<SessionFile>(kind_of(file())));
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_TRUE(opened->missing.empty());
  expect_same(*opened, lab);
  // And once more from what was brought back.
  lab::Lab again(*open_document({}));
  again.restore(lab::History(opened->session.steps, opened->session.position),
                opened->session.view);
  EXPECT_TRUE(again.error().empty());
  ASSERT_TRUE(save(again, SessionContents::kInside));
  fs::remove_all(folder_ / "cache");
  const auto twice = open();
  ASSERT_TRUE(twice) << twice.error().message;
  EXPECT_TRUE(twice->missing.empty());
  expect_same(*twice, lab);
}

TEST_F(SessionFileTest, NamesFilesWithTheirChecksums) {
  lab::Lab lab(*open_document({}));
  begin(lab);
  ASSERT_TRUE(save(lab, SessionContents::kNamed));
  EXPECT_LT(fs::file_size(file()), 8192u);
  auto opened = open();
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_TRUE(opened->missing.empty());
  expect_same(*opened, lab);
}

TEST_F(SessionFileTest, AskForWhatIsMissingOrAnother) {
  lab::Lab lab(*open_document({}));
  begin(lab);
  ASSERT_TRUE(save(lab, SessionContents::kNamed));
  ASSERT_TRUE(media::write_png(picture_, noise(30, 40, 6)));
  fs::remove(network_);
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_EQ(opened->missing.size(), 2u);
  EXPECT_EQ(opened->missing[0].english(),
            "own.png is missing: " + picture_.string() +
                ": the picture is not there any more, or another one");
  EXPECT_EQ(opened->missing[1].english(),
            "own.keras is missing: " + network_.string() +
                ": the network is not there any more, or another one");
  const lab::Document& last = opened->session.steps.back().document;
  EXPECT_EQ(last.filters, lab.history().document(lab.history().size() - 1).filters);
  EXPECT_EQ(last.sources[1].picture->image.height, 30);
  EXPECT_EQ(last.sources[1].picture->image.width, 40);
  EXPECT_FALSE(last.network.has_value());
}

// What a network reads of other files is not in the session, and that is said.
TEST_F(SessionFileTest, ANetworkOfSeveralFilesIsNamedAloneAndSaid) {
  lab::Lab lab(*open_document({}));
  const auto plain = *open_network({network_});
  const auto with = [&plain](bool is_one_file) {
    lab::TrainedNetwork network{plain->name, plain->format, plain->model, {}, {}, {}, {}};
    network.origin = plain->origin;
    network.is_one_file = is_one_file;
    return std::make_shared<const lab::TrainedNetwork>(std::move(network));
  };
  ASSERT_TRUE(lab.commit(lab::SetNetwork{with(false)}));
  auto said = save(lab, SessionContents::kInside);
  ASSERT_TRUE(said);
  ASSERT_EQ(said->size(), 1u);
  EXPECT_EQ(said->front().english(),
            "own.keras is named in the session, not kept in it: it lies in several files");
  EXPECT_TRUE(save(lab, SessionContents::kNamed)->empty()) << "as it was asked for";
  EXPECT_TRUE(open()->missing.empty()) << "it is where it was";
  // Nor is one whose file became another.
  ASSERT_TRUE(lab.commit(lab::SetNetwork{with(true)}));
  std::ofstream(network_, std::ios::app) << "more";
  said = save(lab, SessionContents::kInside);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->back().english(),
            "own.keras is named in the session, not kept in it: its file has changed since it was "
            "opened");
}

TEST_F(SessionFileTest, TheBundledNetworkAndThePhotographsAreNamedAlone) {
  lab::Lab lab(*open_document({}));
  lab.begin_with(*open_network({bundled_network("cifar10.keras")}));
  ASSERT_TRUE(save(lab, SessionContents::kInside));
  EXPECT_LT(fs::file_size(file()), 4096u);
  const auto bytes = read_file(file());
  const auto archive = ZipArchive::open(*bytes, "lab.convlens");
  const auto told = archive->read(kSessionData);
  const std::string text(reinterpret_cast<const char*>(told->data()), told->size());
  EXPECT_EQ(text.find("file"), std::string::npos) << "nothing of the machine: " << text;
  expect_same(*open(), lab);
}

TEST_F(SessionFileTest, CutOffOrDamagedAnywhereIsASentence) {
  lab::Lab lab(*open_document({}));
  begin(lab);
  ASSERT_TRUE(save(lab, SessionContents::kInside));
  const auto whole = *read_file(file());
  const auto write = [&](std::span<const std::byte> bytes) {
    std::ofstream(file(), std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  };
  for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 80) {
    write(std::span(whole).first(length));
    const auto opened = open();
    ASSERT_FALSE(opened) << length;
    EXPECT_EQ(opened.error().message.find('\n'), std::string::npos);
  }
  std::mt19937 random(1);
  for (int i = 0; i < 50; ++i) {
    auto bytes = whole;
    for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] = static_cast<std::byte>(random());
    write(bytes);
    static_cast<void>(open());  // a sentence, or a session
  }
}

// As somebody may have written them: names of any length, in any lines.
TEST_F(SessionFileTest, WhatItNamesInVainIsSaidInOneLine) {
  const auto bytes = *read_file(fs::path(CONVLENS_TEST_DIR) / "golden/sessions/version_1.convlens");
  const auto archive = *ZipArchive::open(bytes, "version_1.convlens");
  const auto text = [&archive](const char* entry) {
    const auto content = *archive.read(entry);
    return std::string(reinterpret_cast<const char*>(content.data()), content.size());
  };
  const auto content = [](const std::string& words) {
    const auto all = std::as_bytes(std::span(words));
    return std::vector<std::byte>(all.begin(), all.end());
  };
  const std::string broken = "/no\nsuch.file";
  const std::string endless = "/" + std::string(300, 'n');
  for (const std::string& name : {broken, endless, std::string("\n")}) {
    const nlohmann::json origin{{"origin", {{"file", name}}}};
    for (const auto& [list, fields] :
         std::vector<std::pair<std::string, nlohmann::json>>{{"pictures", {{"sample", name}}},
                                                             {"pictures", {{"file", name}}},
                                                             {"pictures", origin},
                                                             {"networks", {{"bundled", name}}},
                                                             {"networks", {{"file", name}}},
                                                             {"networks", origin}}) {
      SCOPED_TRACE(list + " " + fields.dump());
      auto data = nlohmann::json::parse(text(kSessionData));
      auto& named = data[list][0];
      named.erase(list == "pictures" ? "sample" : "bundled");
      named.update(fields);
      const std::vector<ZipMember> members{{kSessionText, content(text(kSessionText))},
                                           {kSessionData, content(data.dump())}};
      ASSERT_TRUE(write_file(file(), *zip_bytes(members, "named")));
      const auto opened = open();
      ASSERT_TRUE(opened) << opened.error().message;
      ASSERT_EQ(opened->missing.size(), 1u);
      EXPECT_TRUE(is_printable(opened->missing[0].english())) << opened->missing[0].english();
    }
  }
}

TEST_F(SessionFileTest, AFileWhoseNameIsNoTextIsKept) {
  const fs::path latin = folder_ / "caf\xE9.png";
  ASSERT_TRUE(media::write_png(latin, noise(30, 40, 7)));
  lab::Lab lab(*open_document({latin}));
  for (const SessionContents contents : {SessionContents::kInside, SessionContents::kNamed}) {
    ASSERT_TRUE(save(lab, contents));
    const auto opened = open();
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(opened->missing.empty());
    EXPECT_EQ(opened->session.steps[0].document.sources[0].picture->image.rgb,
              noise(30, 40, 7).rgb);
  }
}

TEST_F(SessionFileTest, ANewerOneIsRefusedByItsVersion) {
  const std::string line = R"({"convlens_session": 9, "steps": "otherwise"})";
  const auto bytes_of = [](const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return std::vector<std::byte>(bytes.begin(), bytes.end());
  };
  const std::vector<ZipMember> members{{kSessionText, bytes_of(line)},
                                       {kSessionData, bytes_of("{\"telescopes\": []}")}};
  ASSERT_TRUE(write_file(file(), *zip_bytes(members, "newer")));
  EXPECT_EQ(open().error().message,
            file().string() +
                ": the session is of version 9, up to 1 can be read: a newer ConvLens wrote it");
}

TEST_F(SessionFileTest, ItsNamesLeadNowhereElse) {
  for (const char* name : {"pictures/a.png", "networks/0f/a b.keras"}) {
    EXPECT_TRUE(is_store_name(name)) << name;
  }
  for (const char* name : {"", "a", "/a/b", "pictures/../b", "pictures/", "a//b", "a/b/c/d",
                           "pictures/a\\b", "C:/a", "pictures/..", "./a"}) {
    EXPECT_FALSE(is_store_name(name)) << name;
  }
}

TEST_F(SessionFileTest, IsOpenedByItself) {
  lab::Lab lab(*open_document({}));
  ASSERT_TRUE(save(lab, SessionContents::kInside));
  const auto both = open_start({file(), picture_});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().message,
            file().string() + ": a session is opened by itself, 2 files were given");
}

// Of every version that there was: read for ever.
TEST_F(SessionFileTest, OlderVersionsAreRead) {
  const auto opened = open_session(
      fs::path(CONVLENS_TEST_DIR) / "golden/sessions/version_1.convlens", folder_ / "cache");
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_TRUE(opened->missing.empty());
  ASSERT_EQ(opened->session.steps.size(), 2u);
  const lab::Filter& painted = opened->session.steps[1].document.filters[0];
  EXPECT_EQ(painted.name, "vertical line");
  EXPECT_EQ(painted.at(0, 3, 1), 1.0f);
  EXPECT_EQ(painted.at(6, 3, 1), -1.0f);
  EXPECT_EQ(opened->session.steps[1].document.network->trained->name, "cifar10.keras");
  EXPECT_EQ(opened->session.steps[1].label.english(), "paint vertical line");
}

}  // namespace
}  // namespace convlens::app
