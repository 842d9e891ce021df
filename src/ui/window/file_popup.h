#pragma once

#include <array>
#include <optional>
#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// Chooses a file, in a dialog over the window: a folder's files to click, and a path to type.
// Stays open, with the reason, where the file cannot be opened or saved.
class FilePopup {
 public:
  // Opens where context.file_request asks for it.
  void draw(const PanelContext& context);

 private:
  void go_to(const PanelContext& context, const std::string& folder);
  void path_row(const PanelContext& context);
  void entries(const PanelContext& context);
  void contents_row(const PanelContext& context);
  void buttons(const PanelContext& context);
  void choose(const PanelContext& context, const std::string& path);

  FilePurpose purpose_ = FilePurpose::kOpenPicture;
  FileListing listing_;
  std::array<char, 1024> path_{};
  std::string clicked_;  // path of the entry that was clicked last
  Phrase error_;
  bool waiting_ = false;  // for the file that was chosen to be opened
  bool chosen_ = false;   // the file was taken: the dialog closes
};

}  // namespace convlens::ui
