#include "core/files/sha256.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/files/file.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"

namespace convlens {
namespace {

using testing::bytes_of;

// The examples of FIPS 180-4, and a message whose padding needs a block of its own.
TEST(Sha256, MeetsKnownDigests) {
  EXPECT_EQ(sha256(bytes_of("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(bytes_of(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const TemporaryFolder folder;
  for (const std::size_t size : {0U, 55U, 64U, 65'535U, 65'536U, 65'600U, 200'001U}) {
    const auto bytes = bytes_of(std::string(size, 'x'));
    ASSERT_TRUE(write_file(folder / "file", bytes));
    EXPECT_EQ(file_sha256(folder / "file"), sha256(bytes)) << size;
  }
  EXPECT_EQ(file_sha256(folder.path()), "");
  EXPECT_EQ(file_sha256(folder / "missing"), "");
}

}  // namespace
}  // namespace convlens
