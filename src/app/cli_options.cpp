#include "app/cli_options.h"

#include <algorithm>
#include <utility>

namespace convlens::app {
namespace {

CLI::Validator file_name() {
  return CLI::Validator(
      [](const std::string& text) {
        return text.empty() ? std::string("the name of a file expected, found none") : "";
      },
      "");
}

}  // namespace

void say_wrong(std::string sentence) {
  std::replace_if(
      sentence.begin(), sentence.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  fmt::print(stderr, "convlens: {}\n", sentence);
}

int report(const Error& error) {
  say_wrong(error.message);
  return kFailed;
}

int finish(const Status& status) { return status ? kDone : report(status.error()); }

int finish(const Result<std::string>& text) {
  if (!text) return report(text.error());
  fmt::print("{}\n", *text);
  return kDone;
}

CLI::Option* add_file(CLI::App* app, const std::string& name, std::string& file, const char* help) {
  return app->add_option(name, file, help)->check(file_name())->type_name("FILE");
}
CLI::Option* add_files(CLI::App* app, const std::string& name, std::vector<std::string>& files,
                       const char* help) {
  return app->add_option(name, files, help)->check(file_name())->type_name("FILE");
}

}  // namespace convlens::app
