#pragma once

#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/lab.h"
#include "ui/kit/panel.h"

namespace convlens::app {

// Opens networks for the window: on a thread of its own, so that the window goes on, or at once
// where pictures and tests must not depend on the clock.
class NetworkOpener final : public ui::Networks {
 public:
  enum class Mode { kAtOnce, kInBackground };

  explicit NetworkOpener(Mode mode);

  std::span<const std::string> names() const override { return names_; }
  void open(std::size_t index) override;
  const std::string& opening() const override { return opening_; }

  // A file that the user chose; it joins the names. `class_names`: that came with it.
  void open_file(const std::filesystem::path& path,
                 std::optional<std::vector<std::string>> class_names = std::nullopt);
  // The network that the lab begins with: nothing that the user did, see Lab::begin_with().
  void begin();
  // Hands what is open by now to the lab, or reports why it could not be opened.
  void deliver(lab::Lab& lab);
  bool busy() const { return pending_.valid(); }

 private:
  using Opened = Result<std::shared_ptr<const lab::TrainedNetwork>>;

  void start(std::size_t index, bool at_begin,
             std::optional<std::vector<std::string>> class_names = std::nullopt);

  Mode mode_;
  std::vector<std::filesystem::path> files_;
  std::vector<std::string> names_;
  std::string opening_;
  bool at_begin_ = false;
  std::future<Opened> pending_;
};

}  // namespace convlens::app
