#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/network_opener.h"
#include "lab/lab.h"
#include "ui/kit/files.h"

namespace convlens::app {

// Files for the window: chosen in its dialog, or dropped onto it.
class FileDesk final : public ui::Files {
 public:
  // Gives the picture that was copied in another program; null where there is none.
  using CopiedPicture = std::function<Result<std::shared_ptr<const lab::Picture>>()>;

  explicit FileDesk(NetworkOpener& networks) : networks_(networks) {}
  // There is no other program's clipboard until this is called.
  void use_clipboard(CopiedPicture copied) { copied_ = std::move(copied); }

  Result<ui::FileListing> list(const std::string& folder, ui::FilePurpose purpose) override;
  bool is_folder(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  Status act(lab::Lab& lab, ui::FilePurpose purpose, const std::string& path) override;
  Status leaf(lab::Lab& lab, int step) override;
  Result<bool> paste(lab::Lab& lab, const std::string& text) override;

  // By their kinds, see OpenedFiles: arrays become the filters, a network the one on the bench,
  // names those of the classes of the network that comes with them or else stands there; one
  // picture takes the place of the one that the Input column shows, several fill its rows from the
  // first on. Of a folder, it is the first picture that can be read, and those before it are said.
  // All of them, or none; a network follows when it is read.
  Status open(lab::Lab& lab, const std::vector<std::filesystem::path>& paths);

 private:
  // What is typed without a folder is in the one that is shown.
  std::filesystem::path whole(const std::string& path) const;

  NetworkOpener& networks_;
  CopiedPicture copied_ = [] { return nullptr; };
  std::filesystem::path folder_;  // that was used last
};

}  // namespace convlens::app
