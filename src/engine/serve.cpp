#include "engine/serve.h"

#include <fcntl.h>

#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "core/printable.h"
#include "engine/network.h"
#include "loaders/engine/question.h"
#include "loaders/isolation/isolated_pipe.h"

namespace convlens::engine {
namespace {

namespace fs = std::filesystem;
using loaders::ModelArchive;

// Address space beyond that of the program itself; OpenVINO's threads take some gigabytes of it
// that they never use.
loaders::ReaderLimits limits_for(const fs::path& path) {
  constexpr std::size_t kMegabytes = 12'288;
  std::error_code error;
  const auto bytes = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
  return {kMegabytes + 8 * static_cast<std::size_t>(bytes >> 20U), 0};
}

// OpenVINO's exceptions are stories of several lines, the last of which tells what happened.
std::string short_reason(const std::exception& exception) {
  std::string text = exception.what();
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  const std::size_t line = text.rfind('\n');
  constexpr std::size_t kLongest = 200;
  return printable(text.substr(line == std::string::npos ? 0 : line + 1).substr(0, kLongest));
}

// The network is read with the first question, so that what is wrong with it is an answer too.
class Server {
 public:
  explicit Server(fs::path path) : path_(std::move(path)) {}

  Result<ModelArchive> answer(ModelArchive message) {
    try {
      TRY_ASSIGN(const auto question, loaders::to_question(std::move(message)));
      if (!network_) network_ = std::make_unique<Network>(path_);
      return network_->answer(question);
    } catch (const std::bad_alloc&) {
      return fail("OpenVINO needs more memory than there is for it");
    } catch (const std::exception& exception) {
      return fail("OpenVINO gives up ({})", short_reason(exception));
    }
  }

 private:
  fs::path path_;
  std::unique_ptr<Network> network_;
};

}  // namespace

int serve(int argc, char** argv) {
  constexpr std::size_t kMaxQuestion = std::size_t{1} << 32;
  // Started by hand, or by another program: there is nobody to answer.
  if (argc != 2 || fcntl(loaders::kChildPipe, F_GETFD) < 0) return 2;
  loaders::apply_limits(limits_for(argv[1]));
  Server server(argv[1]);
  while (true) {
    auto received = loaders::receive_archive(
        [](std::span<std::byte> bytes) { return loaders::read_all(loaders::kChildPipe, bytes); },
        kMaxQuestion);
    if (!received.complete || !received.archive) return 0;
    const bool sent = loaders::send_archive(server.answer(*std::move(received.archive)),
                                            [](std::span<const std::byte> bytes) {
                                              return loaders::write_all(loaders::kChildPipe, bytes);
                                            });
    if (!sent) return 0;
  }
}

}  // namespace convlens::engine
