#include "loaders/graph/graph_order.h"

#include <functional>
#include <map>
#include <queue>
#include <string_view>
#include <utility>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

class NodeOrder {
 public:
  explicit NodeOrder(const std::vector<NodeSpec>& nodes)
      : nodes_(nodes), waits_for_(nodes.size(), 0), users_(nodes.size()) {}

  Status connect() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      for (const std::string& output : nodes_[i].outputs) {
        if (output.empty() || makers_.try_emplace(output, i).second) continue;
        return fail(R"(the node "{}" ({}) computes "{}", which another node computes)",
                    printable(nodes_[i].name), printable(nodes_[i].op), printable(output));
      }
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      for (const std::string& input : nodes_[i].inputs) {
        const auto maker = makers_.find(input);
        if (maker == makers_.end()) continue;
        users_[maker->second].push_back(i);
        ++waits_for_[i];
      }
    }
    return {};
  }

  // The nodes' places in the file, as many as there are outside of a circle and before it.
  std::vector<std::size_t> sorted() {
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (waits_for_[i] == 0) ready.push(i);
    }
    std::vector<std::size_t> order;
    while (!ready.empty()) {
      const std::size_t next = ready.top();
      ready.pop();
      order.push_back(next);
      for (const std::size_t user : users_[next]) {
        if (--waits_for_[user] == 0) ready.push(user);
      }
    }
    return order;
  }

  // After sorted(): one that waits for itself. From any that waits, the way back by those that it
  // waits for comes into the circle.
  tl::unexpected<Error> circle() const {
    std::size_t at = 0;
    while (waits_for_[at] == 0) ++at;
    for (std::size_t steps = 0; steps < nodes_.size(); ++steps) at = before(at).second;
    const auto [input, maker] = before(at);
    return fail(
        "the node \"{}\" ({}) takes \"{}\", which nothing before it computes: it hangs on the "
        "node's"
        " own value",
        printable(nodes_[at].name), printable(nodes_[at].op), printable(input));
  }

 private:
  std::pair<std::string, std::size_t> before(std::size_t node) const {
    for (const std::string& input : nodes_[node].inputs) {
      const auto maker = makers_.find(input);
      if (maker != makers_.end() && waits_for_[maker->second] > 0) return *maker;
    }
    return {"", node};
  }

  const std::vector<NodeSpec>& nodes_;
  std::map<std::string, std::size_t, std::less<>> makers_;
  std::vector<std::size_t> waits_for_;
  std::vector<std::vector<std::size_t>> users_;
};

}  // namespace

Status sort_nodes(GraphSpec& graph) {
  NodeOrder order(graph.nodes);
  TRY(order.connect());
  const std::vector<std::size_t> places = order.sorted();
  if (places.size() != graph.nodes.size()) return order.circle();
  std::vector<NodeSpec> sorted;
  sorted.reserve(places.size());
  for (const std::size_t place : places) sorted.push_back(std::move(graph.nodes[place]));
  graph.nodes = std::move(sorted);
  return {};
}

}  // namespace convlens::loaders
