#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "core/result.h"
#include "media/sets/labelled_pictures.h"

namespace convlens::media {

// CIFAR's pictures: 32x32 of three colours, stored colour by colour.
inline constexpr std::size_t kCifarSide = 32;
inline constexpr std::size_t kCifarChannels = 3;
inline constexpr std::size_t kCifarBytes = kCifarSide * kCifarSide * kCifarChannels;

// The binary version: CIFAR-10's records are a label and the picture, 3,073 bytes, CIFAR-100's a
// coarse label, a fine one, which counts, and the picture, 3,074 bytes. Which of them it is, is
// told by the length and the labels. `name` is what error messages call the data.
Result<LabelledPictures> parse_cifar_binary(std::span<const std::byte> bytes,
                                            std::string_view name);

// Whether a file of that length, that begins so, may be one.
bool may_be_cifar_binary(std::uintmax_t length, std::span<const std::byte> start);
// Whether it bears a name that CIFAR's batches have: "data_batch_1.bin", "test_batch.bin", and
// "train.bin" or "test.bin" beside "fine_label_names.txt".
bool is_named_as_cifar_binary(const std::filesystem::path& path);

// With the class names of "batches.meta.txt" or "fine_label_names.txt", where they lie beside.
Result<LabelledPictures> open_cifar_binary(const std::filesystem::path& path);

}  // namespace convlens::media
