#include "core/large_blocks.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <new>
#include <vector>

namespace convlens {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::align_val_t kAlignment{kBlockAlignment};
constexpr std::size_t kLarge = std::size_t{1} << 20U;
constexpr std::size_t kMostBlocks = 64;
constexpr std::chrono::seconds kLately{2};
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kMostBytes = 0;  // what is used after it was let go shall be found
#else
constexpr std::size_t kMostBytes = std::size_t{384} << 20U;
#endif

void* new_block(std::size_t bytes) { return ::operator new(bytes, kAlignment); }
void delete_block(void* block) { ::operator delete(block, kAlignment); }

// Blocks that nobody uses, in the order in which they were let go.
class KeptBlocks {
 public:
  // Never destroyed: arrays of static storage may be let go after it.
  static KeptBlocks& shared() {
    static KeptBlocks& kept = *new KeptBlocks;
    return kept;
  }

  // The one that was let go last; null where none is kept.
  void* take(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(blocks_.rbegin(), blocks_.rend(),
                                    [bytes](const Block& kept) { return kept.bytes == bytes; });
    if (found == blocks_.rend()) return nullptr;
    void* const block = found->block;
    bytes_ -= bytes;
    blocks_.erase(std::prev(found.base()));
    return block;
  }

  // False where it is too large to be kept.
  bool keep(void* block, std::size_t bytes) {
    if (bytes > kMostBytes) return false;
    const std::lock_guard lock(mutex_);
    drop(blocks_.size() == kMostBlocks ? 1 : 0);
    blocks_.push_back({block, bytes, Clock::now()});
    bytes_ += bytes;
    while (bytes_ > kMostBytes) drop(1);
    return true;
  }

  void drop_idle() {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    const auto fresh = std::find_if(blocks_.begin(), blocks_.end(), [now](const Block& kept) {
      return now - kept.since <= kLately;
    });
    drop(static_cast<std::size_t>(fresh - blocks_.begin()));
  }
  // Whether there was any.
  bool drop_all() {
    const std::lock_guard lock(mutex_);
    const bool any = !blocks_.empty();
    drop(blocks_.size());
    return any;
  }

 private:
  struct Block {
    void* block = nullptr;
    std::size_t bytes = 0;
    Clock::time_point since;
  };
  KeptBlocks() { blocks_.reserve(kMostBlocks); }

  // The oldest.
  void drop(std::size_t count) {
    const auto end = blocks_.begin() + static_cast<std::ptrdiff_t>(count);
    std::for_each(blocks_.begin(), end, [this](const Block& kept) {
      bytes_ -= kept.bytes;
      delete_block(kept.block);
    });
    blocks_.erase(blocks_.begin(), end);
  }

  std::mutex mutex_;
  std::vector<Block> blocks_;
  std::size_t bytes_ = 0;
};

}  // namespace

void* take_block(std::size_t bytes) {
  if (bytes < kLarge) return new_block(bytes);
  if (void* const block = KeptBlocks::shared().take(bytes)) return block;
  try {
    return new_block(bytes);
  } catch (const std::bad_alloc&) {
    // What is kept for others is given up first.
    if (!KeptBlocks::shared().drop_all()) throw;
    return new_block(bytes);
  }
}

void give_block(void* block, std::size_t bytes) noexcept {
  const bool kept = block != nullptr && bytes >= kLarge && KeptBlocks::shared().keep(block, bytes);
  if (!kept) delete_block(block);
}

void release_idle_blocks() { KeptBlocks::shared().drop_idle(); }

}  // namespace convlens
