# Writes OUTPUT, the source file of ui/text/embedded_texts.h: a compiled catalogue an entry, named by
# its file, ko.mo becoming "ko".
set(arrays "")
set(entries "")
foreach(path IN LISTS CATALOGUES)
  get_filename_component(code "${path}" NAME_WE)
  file(READ "${path}" bytes HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")
  string(REGEX REPLACE "(................................................................)"
    "\\1\"\n\"" bytes "${bytes}")
  string(APPEND arrays "constexpr char k_${code}[] =\n\"${bytes}\";\n")
  string(APPEND entries "    {\"${code}\", {k_${code}, sizeof k_${code} - 1}},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"ui/text/embedded_texts.h\"

namespace convlens::ui {
namespace {
${arrays}
constexpr EmbeddedText kTexts[] = {
${entries}};
}  // namespace

std::span<const EmbeddedText> embedded_texts() { return kTexts; }

}  // namespace convlens::ui
")
