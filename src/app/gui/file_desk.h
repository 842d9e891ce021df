#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/network_opener.h"
#include "app/gui/session_changes.h"
#include "app/taken/arrays.h"
#include "core/long_work.h"
#include "lab/lab.h"
#include "ui/kit/files.h"

namespace convlens::app {

// Files for the window: chosen in its dialog, or dropped onto it. They are read beside the frames,
// the newest that were asked for, unless networks are opened at once: then these are, too.
class FileDesk final : public ui::Files {
 public:
  // Puts a PNG on the desktop's clipboard.
  using CopyPicture = std::function<Status(std::span<const std::byte> png)>;
  // Gives the picture that was copied in another program; null where there is none.
  using CopiedPicture =
      std::function<Result<std::shared_ptr<const lab::Picture>>(const std::atomic<bool>& dropped)>;

  explicit FileDesk(NetworkOpener& networks) : networks_(networks), work_(networks.mode()) {}
  // There is no other program's clipboard until this is called.
  void use_clipboard(CopiedPicture copied, CopyPicture copy) {
    copied_ = std::move(copied);
    copy_ = std::move(copy);
  }
  // What the dialog shows first.
  void use_folder(std::filesystem::path folder) { folder_ = std::move(folder); }

  Result<ui::FileListing> list(const std::string& folder, ui::FilePurpose purpose) override;
  bool is_folder(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  Status act(lab::Lab& lab, ui::FilePurpose purpose, const std::string& path) override;
  Status open_session(lab::Lab& lab, const std::string& path) override;
  Status save_session(lab::Lab& lab) override;
  Status begin_anew(lab::Lab& lab) override;
  Status leaf(lab::Lab& lab, int step) override;
  std::vector<ui::CameraEntry> cameras() override;
  Status open_camera(lab::Lab& lab, const std::string& camera, std::size_t source) override;
  Status paste(lab::Lab& lab, const std::string& text, const Error& neither) override;
  Status copy_picture(lab::Lab& lab, const lab::PictureOf& what) override;
  std::string bench_text(const lab::Lab& lab) const override;
  const std::string& opening() const override { return opening_; }
  void cancel() override;
  const Phrase& failure() const override { return failure_; }

  // By their kinds, see OpenedFiles: arrays become the filters or, in the network's workspace, what
  // it looks at where they fit, a network the one on the bench,
  // names those of the classes of the network that comes with them or else stands there; one
  // picture takes the place of the one that the Input column shows, several fill its rows from the
  // first on. Of a folder, it is the first picture that can be read, and those before it are said.
  // All of them, or none; a network follows when it is read.
  Status open(lab::Lab& lab, const std::vector<std::filesystem::path>& paths);

  // The picture of a frame, to where it was wanted; written beside the frames.
  void take_picture(lab::Lab& lab, const lab::FramePicture& wanted, Image picture);

  // See LongWork.
  void on_answer(std::function<void()> wake) { work_.on_answer(std::move(wake)); }
  // Hands what is read by now to the lab, or says why it could not be read.
  void deliver(lab::Lab& lab);

 private:
  // What is to be done with what was read.
  using Change = std::function<Status(lab::Lab&)>;
  using Work = LongWork<Result<Change>>;
  // Where it is said that something cannot be read.
  enum class Asker { kDialog, kLab };

  // What is typed without a folder is in the one that is shown.
  std::filesystem::path whole(const std::string& path) const;
  Status open_for(Asker asker, lab::Lab& lab, const std::vector<std::filesystem::path>& paths);
  static Status paste_bench(lab::Lab& lab, const std::string& text);
  Status open_array(lab::Lab& lab, const std::filesystem::path& file);
  // As sources of the bench, in the place of the one that is chosen or behind all.
  Status open_pictures(lab::Lab& lab, const std::filesystem::path& file, bool in_place);
  Status save_session(Asker asker, lab::Lab& lab, std::filesystem::path path, bool named);
  Status save(lab::Lab& lab, ui::FilePurpose purpose, const std::filesystem::path& path);
  // Beside the frames; `written` gives the files that it wrote, which are said.
  Status write(lab::Lab& lab, const std::filesystem::path& path,
               std::function<Result<std::vector<std::filesystem::path>>()> written);
  Status write(lab::Lab& lab, const std::filesystem::path& path, TakenArrays arrays);
  static Result<Change> opened_session(const std::filesystem::path& file);
  Status start(Asker asker, lab::Lab& lab, std::string name, Work::Work work);
  // Of what is read by now.
  Status finish(lab::Lab& lab);

  NetworkOpener& networks_;
  // What view's to_save says; of a panel once it is drawn.
  Status save_picture(lab::Lab& lab, const std::filesystem::path& path);
  // Draws a page, or has a picture, and puts it on the clipboard.
  Status copy(lab::Lab& lab, std::function<Result<Image>()> picture);

  CopiedPicture copied_ = [](const std::atomic<bool>&) { return nullptr; };
  SessionChanges session_changes_;
  CopyPicture copy_;
  std::filesystem::path folder_;  // that was used last
  std::vector<ui::CameraEntry> cameras_;
  std::optional<std::chrono::steady_clock::time_point> looked_;  // for them
  std::string opening_;
  Asker asker_ = Asker::kLab;  // for what is being opened
  Phrase failure_;
  // The picture and the step of the leafing under way.
  std::optional<std::pair<std::string, int>> leafing_;
  Work work_;
};

}  // namespace convlens::app
