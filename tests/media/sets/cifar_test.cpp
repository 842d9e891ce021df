#include <gtest/gtest.h>

#include <random>

#include "core/files/file.h"
#include "media/sets/cifar_binary.h"
#include "media/sets/cifar_pickle.h"
#include "media/sets/pickle.h"
#include "media/sets/set_files.h"

namespace convlens::media {
namespace {

using namespace std::string_literals;
using testing::counted;
using testing::has;
using testing::python_has_numpy;
using testing::refusal_of;
using testing::run_python;
using testing::write;

// Two of CIFAR-10's records.
std::string two_records() {
  return "\x03" + counted(kCifarBytes) + "\x09" + counted(kCifarBytes, 7);
}

TEST(CifarBinary, RecordsAreALabelAndThreePlanes) {
  const TemporaryFolder folder;
  write(folder / "test_batch.bin", two_records());
  write(folder / "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
  const auto set = open_labelled(folder / "test_batch.bin");
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->name, "test_batch.bin");
  EXPECT_EQ(set->shape, (Shape{2, 32, 32, 3}));
  EXPECT_EQ(set->labels, (std::vector{3, 9}));
  ASSERT_EQ(set->class_names.size(), 10U);
  EXPECT_EQ(set->class_names[9], "j");
  // Row 1, column 2, of the second: each plane is 1024 = 4 * 256 further on.
  for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(set->pixels[kCifarBytes + 34 * 3 + c], 41);
  write(folder / "colors.bin",
        "\x01" + std::string(1024, 'r') + std::string(1024, 'g') + std::string(1024, 'b'));
  const auto colors = open_labelled(folder / "colors.bin");
  ASSERT_TRUE(colors) << colors.error().message;
  EXPECT_EQ(std::string(colors->pixels.begin(), colors->pixels.begin() + 6), "rgbrgb");
}

TEST(CifarBinary, Cifar100HasTwoLabelsOfWhichTheFineOneCounts) {
  const TemporaryFolder folder;
  write(folder / "train.bin",
        "\x13\x63" + counted(kCifarBytes) + "\x00\x2a"s + counted(kCifarBytes));
  const auto set = open_labelled(folder / "train.bin");
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->labels, (std::vector{99, 42}));
  EXPECT_EQ(set->pixels[0], 0);
}

TEST(CifarBinary, WhatIsCutOrNoBatchIsSaid) {
  const TemporaryFolder folder;
  const auto batch = folder / "data_batch_1.bin";
  write(batch, two_records().substr(0, 5000));
  EXPECT_TRUE(has(refusal_of(batch), "5000 bytes are no whole number of CIFAR's records"));
  write(batch, "");
  EXPECT_TRUE(has(refusal_of(batch), "the file is empty"));
  std::string other = two_records();
  other[kCifarBytes + 1] = 10;
  write(batch, other);
  EXPECT_TRUE(has(refusal_of(batch), "a label of CIFAR-10 is above 9"));
  // Of another name it is nothing that is known.
  write(folder / "weights.bin", "xyz");
  EXPECT_EQ(set_kind(folder / "weights.bin"), std::nullopt);
}

// As Python 2 wrote the batches that are handed out: protocol 2, texts and bytes alike.
std::string python2_batch(int count, std::string labels = "") {
  std::string bytes =
      "\x80\x02}q\x01(U\x0b"
      "batch_labelq\x02U\x15testing batch 1 of 1 "s;
  if (labels.empty()) {
    labels = "]q\x04(";
    for (int i = 0; i < count; ++i) labels += "K"s + static_cast<char>(i % 10);
    labels += "e";
  }
  bytes += "U\x06labelsq\x03"s + labels;
  const auto number = [](std::size_t value) {
    std::string four;
    for (int i = 0; i < 4; ++i) four += static_cast<char>(value >> (8 * i) & 0xffU);
    return four;
  };
  const std::size_t size = static_cast<std::size_t>(count) * kCifarBytes;
  bytes +=
      "U\x04"
      "dataq\x05"
      "cnumpy.core.multiarray\n_reconstruct\nq\x06"
      "cnumpy\nndarray\nq\x07"
      "K\x00\x85U\x01"
      "b\x87Rq\x08(K\x01J"s;
  bytes += number(static_cast<std::size_t>(count)) +
           "M\x00\x0c\x86"
           "cnumpy\ndtype\nq\x09U\x02u1K\x00K\x01\x87Rq\x0a(K\x03U\x01|NNNJ\xff\xff\xff\xff"
           "J\xff\xff\xff\xffK\x00tb\x89T"s;
  return bytes + number(size) + counted(size) + "tbu.";
}

TEST(CifarPickle, ABatchOfPython2) {
  const TemporaryFolder folder;
  write(folder / "test_batch", python2_batch(3));
  write(folder / "batches.meta",
        "\x80\x02}q\x01U\x0blabel_namesq\x02]q\x03(U\x04pugsU\x03owle"
        "s.");
  const auto set = open_labelled(folder / "test_batch");
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->shape, (Shape{3, 32, 32, 3}));
  EXPECT_EQ(set->labels, (std::vector{0, 1, 2}));
  EXPECT_EQ(set->class_names, (std::vector<std::string>{"pugs", "owl"}));
  EXPECT_EQ(set->pixels[34 * 3], 34);
}

TEST(CifarPickle, EveryCutIsRefused) {
  const std::string whole = python2_batch(1);
  ASSERT_TRUE(parse_cifar_pickle(std::as_bytes(std::span(whole)), "x"));
  for (std::size_t size = 0; size < whole.size(); size += size < 300 ? 1 : 97) {
    const auto cut = parse_cifar_pickle(std::as_bytes(std::span(whole).first(size)), "x");
    ASSERT_FALSE(cut) << size;
    convlens::testing::expect_sentence(cut.error().message, "x");
  }
}

// Whatever is damaged, it is a set or a sentence.
TEST(CifarPickle, DamageIsASentenceOrAnotherSet) {
  const std::string whole = python2_batch(2);
  std::mt19937 random(11);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 1 + round % 3; ++i) {
      damaged[random() % 240] = static_cast<char>(random() & 0xffU);
    }
    const auto set = parse_cifar_pickle(std::as_bytes(std::span(damaged)), "x");
    if (set) {
      EXPECT_EQ(set->pixels.size(), set->shape.element_count());
    } else {
      ++refused;
      convlens::testing::expect_sentence(set.error().message, "x");
    }
  }
  EXPECT_GT(refused, 1500);
}

TEST(CifarPickle, LabelsThatDoNotFitAreSaid) {
  const TemporaryFolder folder;
  const auto batch = folder / "test_batch";
  write(batch, python2_batch(3,
                             "]q\x04(K\x01K\x02"
                             "e"));
  EXPECT_TRUE(has(refusal_of(batch), "3 pictures and 2 labels do not fit"));
  write(batch, python2_batch(1,
                             "]q\x04(J\xff\xff\xff\xff"
                             "e"));
  EXPECT_TRUE(has(refusal_of(batch), "label 0 is -1"));
  write(batch, python2_batch(1, "]q\x04(U\x01xe"));
  EXPECT_TRUE(has(refusal_of(batch), "that are whole numbers"));
  write(batch, "\x80\x02]q\x01.");
  EXPECT_TRUE(has(refusal_of(batch), "no batch of CIFAR"));
}

// What Python would run stays text.
TEST(CifarPickle, NothingIsEverRun) {
  const TemporaryFolder folder;
  const std::string touch = "touch " + (folder / "ran").string();
  const std::string size(1, static_cast<char>(touch.size()));
  const std::vector<std::string> programs{
      "\x80\x02"
      "cposix\nsystem\nq\x01U" +
          size + touch + "\x85R.",
      "\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x8c" + size + touch + "\x85R.",
      "\x80\x02(cposix\nsystem\nU" + size + touch + "o.",  // OBJ
      "\x80\x02(U" + size + touch + "iposix\nsystem\n.",   // INST
      "\x80\x02"
      "cbuiltins\neval\nU\x01"
      "1\x85R.",
      "\x80\x02"
      "cnumpy\nload\nU\x01"
      "1\x85R.",
      "\x80\x02Pid\n.",
      "\x80\x02\x82\x01.",  // persistent, extension
      "\x80\x02"
      "cnumpy\nndarray\n)\x81.",  // NEWOBJ
      "}q\x01"
      "cos\nsystem\nU\x01"
      "1\x85R.",
  };
  for (const std::string& program : programs) {
    write(folder / "batch", program);
    const std::string message = refusal_of(folder / "batch");
    EXPECT_TRUE(has(message, "nothing of it is run") || has(message, "is no data")) << message;
  }
  write(folder / "batch", programs[0]);
  EXPECT_TRUE(has(refusal_of(folder / "batch"), "\"posix.system\", which is code"));
  EXPECT_FALSE(std::filesystem::exists(folder / "ran"));
}

// A text that many arrays are made of would fill the memory.
TEST(CifarPickle, CopiesWithoutEndAreRefused) {
  const auto number = [](std::size_t value) {
    std::string four;
    for (int i = 0; i < 4; ++i) four += static_cast<char>(value >> (8 * i) & 0xffU);
    return four;
  };
  constexpr std::size_t kSize = 100'000;
  std::string bytes = "\x80\x02T" + number(kSize) + std::string(kSize, 'x') + "q\x01" + "0";
  bytes +=
      "cbuiltins\nbytearray\nq\x02"
      "0(";
  for (int i = 0; i < 20; ++i) bytes += "h\x02h\x01\x85R";
  bytes += "t.";
  const auto pickle = parse_pickle(std::as_bytes(std::span(bytes)), "x");
  ASSERT_FALSE(pickle);
  convlens::testing::expect_sentence(pickle.error().message, "x");
}

// Its own list, and a memo of nothing.
TEST(CifarPickle, RingsAndOddOrdersEnd) {
  const TemporaryFolder folder;
  for (const std::string& program : {"\x80\x02]q\x01h\x01"
                                     "a."s,
                                     "\x80\x02}q\x01(U\x01"
                                     "ah\x01u."s,
                                     "\x80\x02h\x01."s, "\x80\x02(((."s,
                                     "\x80\x02"
                                     "0."s,
                                     "\x80\x02"
                                     "1."s,
                                     "\x80\x02r\xff\xff\xff\xff."s,
                                     "\x80\x02N"
                                     "2222."s,
                                     "\x80\x02T\xff\xff\xff\xff"
                                     "ab."s,
                                     "\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\xff"
                                     "ab."s,
                                     "\x80\x02\x8a\xff."s, "\x80\x02N(q\x01."s, "\x80\x07N."s}) {
    write(folder / "batch", program);
    EXPECT_NE(refusal_of(folder / "batch"), "accepted");
  }
}

TEST(CifarPickle, AsEveryProtocolWritesIt) {
  if (!python_has_numpy()) GTEST_SKIP() << "skipped: " CONVLENS_PYTHON " has no NumPy";
  const TemporaryFolder folder;
  ASSERT_TRUE(run_python(folder, R"(
import pickle
import numpy as np
data = (np.arange(4 * 3072) % 251).astype(np.uint8).reshape(4, 3072)
labels = [3, 0, 9, 300]
kinds = {"list": labels, "array": np.array(labels), "big": np.array(labels, ">i4"),
         "scalars": [np.int64(x) for x in labels], "short": np.array(labels, np.uint16)}
for protocol in range(6):
    for kind, value in kinds.items():
        for order in "CF":
            batch = {"batch_label": "testing", "data": np.array(data, order=order),
                     "filenames": ["a.png", "\u00e9\u20ac.png"], "other": [None, True, 1.5, -7, 2**40],
                     "fine_labels" if kind == "big" else "labels": value}
            name = f"{kind}_{order}_{protocol}"
            pickled = pickle.dumps(batch, protocol)
            if protocol < 4:
                open(name + "_2", "wb").write(pickled.replace(b"numpy.core.", b"numpy._core."))
            open(name, "wb").write(pickled)
)"));
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const auto bytes = read_file(entry.path());
    const auto set = parse_cifar_pickle(*bytes, "x");
    ASSERT_TRUE(set) << entry.path() << set.error().message;
    EXPECT_EQ(set->shape, (Shape{4, 32, 32, 3}));
    EXPECT_EQ(set->labels, (std::vector{3, 0, 9, 300}));
    bool same = true;
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t p = 0; p < 1024; ++p) {
        for (std::size_t c = 0; c < 3; ++c) {
          const std::size_t value = (i * 3072 + c * 1024 + p) % 251;
          same = same && set->pixels[i * 3072 + p * 3 + c] == value;
        }
      }
    }
    EXPECT_TRUE(same) << entry.path();
    ++read;
  }
  EXPECT_EQ(read, 6 * 10 + 4 * 10);
}

}  // namespace
}  // namespace convlens::media
