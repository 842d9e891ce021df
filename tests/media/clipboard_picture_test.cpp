#include "media/clipboard_picture.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "core/temporary_folder.h"

namespace convlens::media {
namespace {

// A variable of this process, as it was again at the end.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    const char* before = std::getenv(name);
    before_ = before == nullptr ? "" : before;
    ::setenv(name, value.c_str(), 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { ::setenv(name_, before_.c_str(), 1); }

 private:
  const char* name_;
  std::string before_;
};

// That another program gets the picture is shown in a real window, see tests/window.
TEST(ClipboardPicture, WithoutXclipThatIsSaid) {
  const TemporaryFolder empty;
  const Variable path("PATH", empty.path().string());
  const Status put = put_picture_on_clipboard({});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().message,
            "a picture is copied with the program xclip, which is not installed");
}

TEST(ClipboardPicture, WithoutADisplayThatIsSaid) {
  const Variable display("DISPLAY", ":no-such-display");
  const Status put = put_picture_on_clipboard({});
  ASSERT_FALSE(put);
  const bool installed = std::system("command -v xclip > /dev/null 2>&1") == 0;
  EXPECT_EQ(put.error().message,
            installed ? "xclip could not put the picture on the clipboard"
                      : "a picture is copied with the program xclip, which is not installed");
}

}  // namespace
}  // namespace convlens::media
