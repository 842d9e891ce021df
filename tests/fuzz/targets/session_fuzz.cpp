#include "lab/session/session.h"

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"
#include "lab/lab.h"

// Lines of sessions, as somebody may have edited them.
namespace convlens::fuzz {
namespace {

lab::Document small_document() {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  for (const char* name : {"first", "second"}) {
    Image image{12, 14, std::vector<std::uint8_t>(std::size_t{12} * 14 * 3, 90)};
    pictures.push_back(
        std::make_shared<const lab::Picture>(lab::Picture{name, std::move(image), {}, {}, {}, {}}));
  }
  lab::Document document = lab::notebook_document(pictures);
  document.crop_size = {6, 7};
  for (lab::Source& source : document.sources) source.origin = {1, 2};
  return document;
}

const lab::Document& first_document() {
  static const lab::Document kDocument = small_document();
  return kDocument;
}

std::vector<Bytes> lines(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  lab::Lab lab(first_document());
  const auto tell = [&] {
    all.push_back(to_bytes(lab::session_text(lab.history(), lab.view()).line));
  };
  tell();
  lab.commit(lab::ShapeFilters{2, 3, 1});
  lab.commit(lab::SetWeights{0, {{0, 0, 0, 0.1f}}});
  lab.commit(lab::SetSteps{2, 1, 1, 1, conv::Padding::kValid});
  lab.commit(lab::MuteWeights{0, std::vector<bool>(6, true)});
  lab.view().map_zoom = {3.5, 1.0, 2.0};
  tell();
  lab.undo();
  lab.commit(lab::RenameFilter{1, "mine"});
  lab.view().ranges.pinned = lab::PinnedRanges{{lab::MapId::mine(0, 1), {-1.0f, 2.5f}}};
  tell();
  return all;
}

Bytes damage(const Bytes& seed, const Bytes& other, Random& random) {
  if (one_in(random, 4)) return damage_bytes(seed, other, random);
  return to_bytes(damage_json(to_text(seed), random));
}

}  // namespace

const Target& target() {
  static const Target kTarget{lines, {}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const std::string line(reinterpret_cast<const char*>(data), size);
  lab::SessionData given;
  for (const lab::Source& source : fuzz::first_document().sources) {
    given.pictures.push_back(source.picture);
  }
  const auto session = lab::read_session(line, given);
  if (!session) {
    fuzz::must_be_sentence(session.error().message);
    fuzz::count(fuzz::Outcome::kRefused);
    return 0;
  }
  // What is taken can be shown, and told and taken again as it is.
  const lab::History history(session->steps, session->position);
  lab::Lab lab(fuzz::first_document());
  lab.restore(history, session->view);
  fuzz::must_be(lab.error().empty(), "a session that can be shown", lab.error().english());
  const lab::SessionText told = lab::session_text(history, session->view);
  const auto again = lab::read_session(told.line, told.data);
  fuzz::must_be(again.has_value(), "a session that is read again",
                again ? "" : again.error().message);
  for (std::size_t i = 0; i < history.size(); ++i) {
    fuzz::must_be(again->steps[i].document == history.document(i), "the same document",
                  std::to_string(i));
  }
  fuzz::count(fuzz::Outcome::kAccepted);
  return 0;
}
