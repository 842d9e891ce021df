#include "app/gui/file_desk.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include "app/files/file_kind.h"
#include "app/gui/pasted_files.h"
#include "app/gui/picture_folder.h"
#include "app/lessons/answer_log.h"
#include "app/lessons/lesson_file.h"
#include "app/open/open_files.h"
#include "app/open/opened_files.h"
#include "app/open/test_sets.h"
#include "app/session/link.h"
#include "app/session/session_file.h"
#include "app/session/start.h"
#include "app/taken/arrays.h"
#include "app/taken/network_export.h"
#include "app/taken/python_export.h"
#include "core/files/file_name.h"
#include "media/moving/picture_series.h"
#include "ui/kit/host.h"
#include "ui/kit/widgets.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

bool fits(const fs::path& path, const FileKind& kind, ui::FilePurpose purpose) {
  switch (purpose) {
    case ui::FilePurpose::kOpenPicture:
    case ui::FilePurpose::kAddPicture:
      return is<PictureFile>(kind) || is<MovingFile>(kind) || is<ArrayFile>(kind);
    case ui::FilePurpose::kOpenNetwork:
    case ui::FilePurpose::kSaveNetwork:
      return is<NetworkFile>(kind);
    case ui::FilePurpose::kOpenFilters:
    case ui::FilePurpose::kOpenArray:
      return is<ArrayFile>(kind);
    case ui::FilePurpose::kOpenTestSet:  // whose names mostly tell nothing
      return is<ArrayFile>(kind) || is<UnknownFile>(kind);
    case ui::FilePurpose::kSaveFilters:
    case ui::FilePurpose::kSaveMaps:
    case ui::FilePurpose::kSaveLayer:
      return is<ArrayFile>(kind) || has_ending(path, ".csv");
    case ui::FilePurpose::kOpenLesson:
      return is<LessonFile>(kind);
    case ui::FilePurpose::kOpenSession:
    case ui::FilePurpose::kSaveSession:
    case ui::FilePurpose::kSaveSessionNamed:
      return is<SessionFile>(kind);
    case ui::FilePurpose::kSavePicture:
      return is<PictureFile>(kind) || is<ArrayFile>(kind);
    case ui::FilePurpose::kSavePython:
      return has_ending(path, ".py");
    case ui::FilePurpose::kSaveAnswers:
      return has_ending(path, ".csv");
    case ui::FilePurpose::kCount:
      break;
  }
  return false;
}

// Folders first.
bool is_listed_before(const ui::FileEntry& a, const ui::FileEntry& b) {
  return a.is_folder != b.is_folder ? a.is_folder : comes_before(a.name, b.name);
}

Status save_filters(lab::Lab& lab, const fs::path& path) {
  TRY_ASSIGN(const auto written, write_arrays(my_filters(lab.document()), path));
  lab.note(phrase("filters saved: {}", written.string()));
  return {};
}

Status show_leaf(lab::Lab& lab, std::size_t source, const Leaf& leaf) {
  lab.dismiss_error();
  Status shown = lab.commit(lab::SetPictures{source, {leaf.picture}, true});
  for (const Error& error : leaf.passed) lab.report(error);
  return shown;
}

// Some files and folders, read.
struct Contents {
  OpenedFiles files;
  std::vector<Error> passed;                     // in folders, before a picture that could be read
  std::optional<lab::SetTestSet> test_set = {};  // for the network that is there
};

Status read_into(Contents& contents, const fs::path& path,
                 const std::optional<nn::PictureInput>& shown) {
  std::error_code unknown;
  const FileKind kind = kind_of(path);
  const bool leafed = fs::is_directory(path, unknown) && !is<NetworkFile>(kind) &&
                      !is<LabelledFile>(kind) && !media::is_picture_series(path);
  if (!leafed) return contents.files.add(path, shown);
  TRY_ASSIGN(auto leaf, first_leaf(path));
  contents.files.pictures.push_back(std::move(leaf.picture));
  std::move(leaf.passed.begin(), leaf.passed.end(), std::back_inserter(contents.passed));
  return {};
}

// The test set for the network that is there, where none comes with it.
Status read_test_set(Contents& contents, const std::optional<lab::Network>& network,
                     const WorkControl& control) {
  const auto& file = contents.files.test_set;
  if (!file || contents.files.network) return {};
  if (!network) return fail("{}: there is no network to measure on a test set", file->string());
  TRY_ASSIGN(contents.test_set, open_test_set(*file, *network, &control.dropped()));
  return {};
}

Status show(const Contents& contents, lab::Lab& lab, NetworkOpener& networks) {
  const OpenedFiles& opened = contents.files;
  std::vector<lab::Command> commands;
  if (opened.class_names && !opened.network) {
    commands.emplace_back(lab::SetClassNames{*opened.class_names});
  }
  const std::size_t first = opened.pictures.size() == 1 ? lab.view().source : 0;
  if (!opened.pictures.empty()) {
    commands.emplace_back(lab::SetPictures{first, opened.pictures});
  }
  if (opened.filters) commands.emplace_back(*opened.filters);  // which the pictures may ask for
  if (contents.test_set) commands.emplace_back(*contents.test_set);
  if (opened.input) commands.emplace_back(*opened.input);
  TRY(lab.commit_all(commands));
  // Where they could not stand beside those that were there, they are all.
  const std::size_t begin = std::min(first, lab.document().sources.size() - opened.pictures.size());
  for (std::size_t i = 0; i < opened.pictures.size(); ++i) lab::run_camera(lab.film(begin + i));
  if (opened.network) {
    networks.open_files(*opened.network,
                        {opened.class_names, opened.input_file(), opened.test_set});
  }
  if (contents.test_set) {
    lab.view().workspace = lab::Workspace::kNetwork;
    note_test_set(*contents.test_set->set, lab);
  }
  lab.dismiss_error();
  for (const Error& error : contents.passed) lab.report(error);
  return {};
}

Status restore(lab::Lab& lab, const fs::path& file, const Start& start) {
  lab.restore(start.history, *start.view);
  lab::put_first(lab.view(), lab.view().file.path);
  lab.note(phrase("open {}", file.filename().string()));
  for (const Phrase& missing : start.missing) lab.report(missing);
  return {};
}

// Whoever follows the view reads it, and says what is wrong with it.
std::function<Status(lab::Lab&)> begun_lesson(const fs::path& file) {
  return [file](lab::Lab& lab) -> Status {
    std::error_code unknown;
    ui::begin_lesson(lab.view(), fs::absolute(file, unknown).lexically_normal().string());
    return {};
  };
}

}  // namespace

Result<FileDesk::Change> FileDesk::opened_session(const fs::path& file) {
  TRY_ASSIGN(auto opened, open_session_file(file));
  return [file, start = std::make_shared<const Start>(std::move(opened))](lab::Lab& lab) {
    return restore(lab, file, *start);
  };
}

Result<ui::FileListing> FileDesk::list(const std::string& folder, ui::FilePurpose purpose) {
  std::error_code error;
  const bool is_known = !folder_.empty() && fs::is_directory(folder_, error);
  fs::path shown = !folder.empty() ? fs::path(folder)
                   : is_known      ? folder_
                                   : fs::current_path(error);
  shown = fs::absolute(shown, error).lexically_normal();
  if (!shown.has_filename() && shown.has_parent_path()) shown = shown.parent_path();
  ui::FileListing listing{shown.string(), shown.parent_path().string(), false, {}};
  listing.opens = purpose == ui::FilePurpose::kOpenTestSet && is<LabelledFile>(kind_of(shown));
  TRY_ASSIGN(const auto entries, visible_entries(shown));
  for (const auto& [entry, kind] : entries) {
    const fs::path& path = entry.path();
    std::error_code unknown;
    const bool is_folder = entry.is_directory(unknown);
    if (is_folder || fits(path, kind, purpose)) {
      listing.entries.push_back({path.filename().string(), path.string(), is_folder});
    }
  }
  std::sort(listing.entries.begin(), listing.entries.end(), is_listed_before);
  folder_ = shown;
  return listing;
}

fs::path FileDesk::whole(const std::string& path) const { return folder_ / path; }

bool FileDesk::is_folder(const std::string& path) const {
  std::error_code error;
  return fs::is_directory(whole(path), error);
}

bool FileDesk::exists(const std::string& path) const {
  std::error_code error;
  return fs::exists(whole(path), error);
}

Status FileDesk::act(lab::Lab& lab, ui::FilePurpose purpose, const std::string& path) {
  if (ui::saves(purpose)) return save(lab, purpose, whole(path));
  if (purpose == ui::FilePurpose::kOpenArray) return open_array(lab, whole(path));
  // What elsewhere would be a network's input or filters is a picture where one was asked for.
  const bool in_place =
      purpose == ui::FilePurpose::kOpenPicture && is<ArrayFile>(kind_of(whole(path)));
  if (purpose != ui::FilePurpose::kAddPicture && !in_place) {
    return open_for(Asker::kDialog, lab, {whole(path)});
  }
  return open_pictures(lab, whole(path), in_place);
}

Status FileDesk::save(lab::Lab& lab, ui::FilePurpose purpose, const fs::path& path) {
  if (ui::saves_session(purpose)) {
    return save_session(Asker::kDialog, lab, path, purpose == ui::FilePurpose::kSaveSessionNamed);
  }
  if (purpose == ui::FilePurpose::kSaveFilters) return save_filters(lab, path);
  if (purpose == ui::FilePurpose::kSaveMaps) {
    return write(lab, path, my_maps(lab.document(), lab.pipeline()));
  }
  if (purpose == ui::FilePurpose::kSaveLayer) {
    const std::size_t node = lab.view().layer_to_save;
    if (!lab.has_network() || node >= lab.run().activations().size()) {
      return fail("the network has no such layer any more");
    }
    return write(lab, path, layer_activations(lab.run(), node));
  }
  if (purpose == ui::FilePurpose::kSaveNetwork) {
    const auto& network = lab.document().network;
    if (!network) return fail("there is no network to save");
    return write(lab, path, [path, shown = *network] { return export_network(shown, path); });
  }
  if (purpose == ui::FilePurpose::kSavePython) {
    return write(lab, path,
                 [path, document = lab.document()] { return export_python(document, path); });
  }
  if (purpose == ui::FilePurpose::kSaveAnswers) {
    return write(lab, path, [path]() -> Result<std::vector<fs::path>> {
      TRY(copy_answers(path));
      return std::vector{path};
    });
  }
  return save_picture(lab, path);
}

Status FileDesk::write(lab::Lab& lab, const fs::path& path,
                       std::function<Result<std::vector<fs::path>>()> written) {
  return start(Asker::kDialog, lab, path.filename().string(),
               [written = std::move(written)](WorkControl&) -> Result<Change> {
                 TRY_ASSIGN(const auto files, written());
                 return [files](lab::Lab& shown) {
                   for (const fs::path& file : files) {
                     ui::say(shown, phrase("saved: {}", file.string()));
                   }
                   return Status();
                 };
               });
}

Status FileDesk::write(lab::Lab& lab, const fs::path& path, TakenArrays arrays) {
  // Shared, since what a std::function holds has to be copied.
  return write(lab, path,
               [path, taken = std::make_shared<const TakenArrays>(
                          std::move(arrays))]() -> Result<std::vector<fs::path>> {
                 TRY_ASSIGN(auto written, write_arrays(*taken, path));
                 return std::vector{std::move(written)};
               });
}

Status FileDesk::open_session(lab::Lab& lab, const std::string& path) {
  return open(lab, {fs::path(path)});
}

Status FileDesk::save_session(lab::Lab& lab) {
  const lab::SessionFile& file = lab.view().file;
  return save_session(Asker::kLab, lab, file.path, file.named);
}

// Pictures are packed beside the frames.
Status FileDesk::save_session(Asker asker, lab::Lab& lab, fs::path path, bool named) {
  if (path.extension().empty()) path += kSessionEnding;
  if (!is<SessionFile>(kind_of_name(path))) {
    return fail("{}: sessions are saved as {}, another name expected", path.string(),
                kSessionEnding);
  }
  return start(
      asker, lab, path.filename().string(),
      [path, named, history = lab.history(), view = lab.view()](WorkControl&) -> Result<Change> {
        const auto contents = named ? SessionContents::kNamed : SessionContents::kInside;
        TRY_ASSIGN(auto said, app::save_session(path, history, view, contents));
        return [path, named, said = std::move(said), saved = history.changes()](lab::Lab& shown) {
          lab::View& now = shown.view();
          now.file = {path.string(), named, shown.history().changes() != saved};
          lab::put_first(now, path.string());
          ui::say(shown, phrase("session saved: {}", path.string()));
          for (const Phrase& one : said) shown.report(one);
          return Status();
        };
      });
}

Status FileDesk::open_array(lab::Lab& lab, const fs::path& file) {
  const auto& network = lab.document().network;
  if (!network) return fail("{}: there is no network to look at an array", file.string());
  return start(
      Asker::kDialog, lab, file.filename().string(),
      [file, input = lab::picture_input(network->trained->model)](WorkControl&) -> Result<Change> {
        auto array = open_input_array(file, input);
        if (!array) return fail(std::move(array.error()));
        return [array = *std::move(array)](lab::Lab& shown) { return shown.commit(array); };
      });
}

Status FileDesk::begin_anew(lab::Lab& lab) {
  TRY_ASSIGN(auto document, open_document({}));
  lab::View view = first_view(document);
  static_cast<lab::Preferences&>(view) = lab.view();
  view.show_hint = false;
  lab.restore(lab::History(std::move(document)), std::move(view));
  lab.note(phrase("new session"));
  networks_.begin();
  return {};
}

Status FileDesk::leaf(lab::Lab& lab, int step) {
  const std::size_t source = lab.view().source;
  const lab::Origin& origin = lab.document().sources[source].picture->origin;
  const std::string file = origin.file;
  if (lab.document().sources[source].picture->array) {
    return fail("{}: pictures are leafed through, not arrays", origin.file_name());
  }
  if (!origin.is_file())
    return fail("the chosen picture is from no folder that could be leafed through");
  // A key that is held down asks faster than large pictures are read.
  const std::pair leafing(file, step);
  if (leafing_ == leafing) return {};
  Status started = start(Asker::kLab, lab, fs::path(file).parent_path().filename().string(),
                         [file, step, source](WorkControl&) -> Result<Change> {
                           auto leaf = leaf_from(file, step);
                           if (!leaf) return fail(std::move(leaf.error()));
                           return [source, leaf = *std::move(leaf)](lab::Lab& shown) {
                             return show_leaf(shown, source, leaf);
                           };
                         });
  if (work_.busy()) leafing_ = leafing;
  return started;
}

std::string FileDesk::bench_text(const lab::Lab& lab) const {
  return link_of(lab.document(), lab.view());
}

Status FileDesk::paste_bench(lab::Lab& lab, const std::string& text) {
  std::vector<std::shared_ptr<const lab::Picture>> here;
  for (const lab::Source& source : lab.document().sources) here.push_back(source.picture);
  TRY_ASSIGN(const auto bench, read_link(text, here));
  lab.dismiss_error();
  TRY(lab.commit(lab::TakeBench{bench.document}));
  take_looks(bench, lab.view());
  if (bench.lesson) {
    const auto place = linked_lesson(*bench.lesson, lab.view().language);
    if (place) lab.view().lesson = place;  // of a lesson that is not here, the bench alone
  }
  for (const Phrase& missing : bench.missing) lab.report(missing);
  return {};
}

// The clipboard is asked beside the frames: where what is on it was copied here, the question comes
// back to this very window.
Status FileDesk::paste(lab::Lab& lab, const std::string& text, const Error& neither) {
  if (is_link(text)) return paste_bench(lab, text);
  if (const auto files = named_files(text); !files.empty()) return open(lab, files);
  return start(Asker::kLab, lab, "copied picture",
               [copied = copied_, neither](WorkControl& control) -> Result<Change> {
                 auto picture = copied(control.dropped());
                 if (!picture) return fail(std::move(picture.error()));
                 if (!*picture) return fail(neither);
                 return [picture = *std::move(picture)](lab::Lab& shown) {
                   shown.dismiss_error();
                   return shown.commit(lab::SetPictures{shown.view().source, {picture}});
                 };
               });
}

Status FileDesk::open(lab::Lab& lab, const std::vector<fs::path>& paths) {
  return open_for(Asker::kLab, lab, paths);
}

Status FileDesk::open_for(Asker asker, lab::Lab& lab, const std::vector<fs::path>& paths) {
  const std::optional<lab::Network> network = lab.document().network;
  const bool looked_at = network && lab.view().workspace == lab::Workspace::kNetwork;
  const auto input =
      looked_at ? std::optional(lab::picture_input(network->trained->model)) : std::nullopt;
  return start(asker, lab, paths.front().filename().string(),
               [this, paths, input, network](WorkControl& control) -> Result<Change> {
                 if (paths.size() == 1 && is<SessionFile>(kind_of(paths.front()))) {
                   return opened_session(paths.front());
                 }
                 if (paths.size() == 1 && is<LessonFile>(kind_of(paths.front()))) {
                   return begun_lesson(paths.front());
                 }
                 TRY(OpenedFiles::check_count(paths));
                 Contents contents;
                 for (const auto& path : paths) {
                   if (control.dropped()) break;
                   TRY(read_into(contents, path, input));
                 }
                 TRY(contents.files.settle());
                 TRY(read_test_set(contents, network, control));
                 return [this, contents = std::move(contents)](lab::Lab& shown) {
                   return show(contents, shown, networks_);
                 };
               });
}

Status FileDesk::start(Asker asker, lab::Lab& lab, std::string name, Work::Work work) {
  cancel();
  opening_ = std::move(name);
  asker_ = asker;
  work_.ask(std::move(work));
  return work_.mode() == WorkMode::kAtOnce ? finish(lab) : Status();
}

Status FileDesk::finish(lab::Lab& lab) {
  auto read = work_.take();
  if (!read) return {};
  opening_.clear();
  leafing_.reset();
  if (!*read) return fail(std::move(read->error()));
  return (**read)(lab);
}

void FileDesk::cancel() {
  work_.cancel();
  opening_.clear();
  leafing_.reset();
  failure_ = {};
}

// Not into the midst of a gesture, which a step of the history would end.
void FileDesk::deliver(lab::Lab& lab) {
  session_changes_.follow(lab);
  if (!folder_.empty()) lab.view().folder = folder_.string();
  if (lab.previewing()) return;
  const Status done = finish(lab);
  if (done) return;
  if (asker_ == Asker::kLab) return lab.report(done.error());
  failure_ = done.error();
}

}  // namespace convlens::app
