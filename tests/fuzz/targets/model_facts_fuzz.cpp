#include <fstream>

#include "core/printable.h"
#include "core/temporary_folder.h"
#include "fuzz/damage/damage_json.h"
#include "loaders/model_facts.h"

// The JSON file beside a model.
namespace convlens::fuzz {
namespace {

std::vector<Bytes> facts(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  all.push_back(
      to_bytes(R"({"classes": ["cat", "dog"], "input": {"order": "bgr", "scale": "1/255",)"
               R"( "mean": [104, 117.5, 123], "std": 0.5}})"));
  all.push_back(to_bytes(R"({"input": {"scale": 2e-3, "mean": 0, "std": [1, 2, 3]}})"));
  return all;
}

Bytes damage(const Bytes& seed, const Bytes& /*other*/, Random& random) {
  return to_bytes(damage_json(to_text(seed), random));
}

}  // namespace

const Target& target() {
  static const Target kTarget{facts, {"photographs.json"}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  static const TemporaryFolder folder;
  const std::string path = (folder / "net.json").string();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  const auto facts = loaders::read_model_facts(folder / "net.keras");
  if (!facts) fuzz::must_be_sentence(facts.error().message, path);
  if (facts && facts->class_names) {
    for (const std::string& name : *facts->class_names) {
      fuzz::must_be(is_printable(name), "a name to show", name);
    }
  }
  fuzz::count(facts ? fuzz::Outcome::kAccepted : fuzz::Outcome::kRefused);
  return 0;
}
