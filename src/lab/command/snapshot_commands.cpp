#include "lab/command/snapshot_commands.h"

#include <string>
#include <utility>

namespace convlens::lab {
namespace {

// With the network of another document, whose ways are adopted only where there is one.
Document with_network_of(Document bench, const Document& other) {
  bench.network = other.network;
  bench.adopt_network = bench.adopt_network && bench.network.has_value();
  settle_network_input(bench);
  return bench;
}

}  // namespace

bool has_same_bench(const Document& a, const Document& b) { return with_network_of(a, b) == b; }

Result<Document> applied(Document document, const ShowSnapshot& command) {
  const std::string name(1, command.name);
  if (!command.kept) return fail("snapshot {} was to be shown, nothing was kept as it", name);
  return with_network_of(*command.kept, document);
}

Phrase described(const Document& /*document*/, const ShowSnapshot& command) {
  return phrase("snapshot {}", std::string(1, command.name));
}

std::string coded(const Document& /*before*/, const ShowSnapshot& command,
                  const Document& /*after*/) {
  return fmt::format("# snapshot {}", command.name);
}

Result<Document> applied(Document document, const TakeBench& command) {
  return with_network_of(*command.bench, document);
}

Phrase described(const Document& /*document*/, const TakeBench& /*command*/) {
  return phrase("take a bench from text");
}

}  // namespace convlens::lab
