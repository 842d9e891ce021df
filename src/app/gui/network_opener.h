#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/open/network_files.h"
#include "core/long_work.h"
#include "core/result.h"
#include "lab/lab.h"
#include "ui/kit/host.h"

namespace convlens::app {

// What came with a network.
struct NetworkCompany {
  std::optional<std::vector<std::string>> class_names = {};
  std::optional<std::filesystem::path> input = {};     // an array that it is to look at
  std::optional<std::filesystem::path> test_set = {};  // that it is to be measured on
};

// Opens networks for the window, the newest that was asked for.
class NetworkOpener final : public ui::Networks {
 public:
  explicit NetworkOpener(WorkMode mode);

  std::span<const std::string> names() const override { return names_; }
  void open(std::size_t index) override;
  const std::string& opening() const override { return opening_; }

  WorkMode mode() const { return work_.mode(); }
  // See LongWork.
  void on_answer(std::function<void()> wake) { work_.on_answer(std::move(wake)); }
  // Files that the user chose; they join the names.
  void open_files(const NetworkFiles& files, NetworkCompany with = {});
  // The network that the lab begins with: nothing that the user did, see Lab::begin_with().
  void begin();
  // Hands what is open by now to the lab, or reports why it could not be opened.
  void deliver(lab::Lab& lab);

 private:
  struct Network {
    std::shared_ptr<const lab::TrainedNetwork> trained;
    std::optional<lab::SetInputArray> input;
    std::optional<lab::SetTestSet> test_set;
  };
  using Opened = Result<Network>;

  void start(std::size_t index, bool at_begin, NetworkCompany with = {});

  std::vector<NetworkFiles> files_;
  std::vector<std::string> names_;
  std::string opening_;
  bool at_begin_ = false;
  LongWork<Opened> work_;
};

}  // namespace convlens::app
