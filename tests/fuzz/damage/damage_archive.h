#pragma once

#include <optional>

#include "fuzz/driver/target.h"
#include "loaders/isolation/model_archive.h"

// The bytes that a child sends to its parent, and damage to what they mean.
namespace convlens::fuzz {

Bytes sent(const Result<loaders::ModelArchive>& archive);
// What a parent makes of these bytes where the file was small.
loaders::ReceivedArchive received(std::span<const std::byte> bytes);

// Archives as a child would send them, read from these model files by this process itself.
std::vector<Bytes> sent_archives(const std::vector<std::filesystem::path>& files);

// An archive that comes through whole but describes another network: its layers, its arrays'
// shapes, names and order, its format and facts.
Bytes damage_archive(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz
