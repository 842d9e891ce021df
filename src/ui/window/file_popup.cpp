#include "ui/window/file_popup.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>
#include <variant>

#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr const char* kFilesPopup = "###files";
constexpr float kWidth = 640;
constexpr float kHeight = 440;

Text title_of(FilePurpose purpose) {
  constexpr Text kTitles[] = {tr("Open a picture"),        tr("Add a picture"),
                              tr("Open filters"),          tr("Open a network"),
                              tr("Open an array"),         tr("Open a test set"),
                              tr("Open a lesson"),         tr("Open a session"),
                              tr("Save filters"),          tr("Save the session"),
                              tr("Save the session"),      tr("Save the picture"),
                              tr("Export as Python"),      tr("Save all my maps"),
                              tr("Save the layer's maps"), tr("Save the network as .keras"),
                              tr("Save the answers")};
  static_assert(std::size(kTitles) == static_cast<std::size_t>(FilePurpose::kCount));
  return kTitles[static_cast<std::size_t>(purpose)];
}

const char* first_name(FilePurpose purpose, const lab::PictureOf& picture) {
  constexpr const char* kPictures[] = {"map.png",    "map.png",  "filter.png", "histogram.png",
                                       "figure.png", "panel.png"};  // as the variant has them
  static_assert(std::size(kPictures) == std::variant_size_v<lab::PictureOf>);
  switch (purpose) {
    case FilePurpose::kSaveSession:
    case FilePurpose::kSaveSessionNamed:
      return "session.convlens";
    case FilePurpose::kSavePicture:
      return kPictures[picture.index()];
    case FilePurpose::kSavePython:
      return "bench.py";
    case FilePurpose::kSaveMaps:
      return "maps.npz";
    case FilePurpose::kSaveLayer:
      return "layer.npz";
    case FilePurpose::kSaveNetwork:
      return "network.keras";
    case FilePurpose::kSaveAnswers:
      return "answers.csv";
    default:
      return "filters.npy";
  }
}

template <std::size_t N>
void put(std::array<char, N>& field, const std::string& text) {
  std::snprintf(field.data(), field.size(), "%s", text.c_str());
}

}  // namespace

void FilePopup::draw(const PanelContext& context) {
  if (const auto asked = std::exchange(context.file_request, std::nullopt)) {
    purpose_ = *asked;
    if (*asked == FilePurpose::kSaveSession && context.lab.view().file.named) {
      purpose_ = FilePurpose::kSaveSessionNamed;  // as before
    }
    error_ = {};
    chosen_ = false;
    waiting_ = false;
    path_.front() = '\0';
    go_to(context, {});
    ImGui::OpenPopup(kFilesPopup);
  }
  if (waiting_ && context.files.opening().empty()) {
    waiting_ = false;
    error_ = context.files.failure();
    chosen_ = error_.empty();
  }
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const ImVec2 center(viewport->Pos.x + viewport->Size.x / 2,
                      viewport->Pos.y + viewport->Size.y / 2);
  ImGui::SetNextWindowPos(center, ImGuiCond_Always, ImVec2(0.5f, 0.5f));
  ImGui::SetNextWindowSize(ImVec2(std::min(context.px(kWidth), viewport->Size.x * 0.95f),
                                  std::min(context.px(kHeight), viewport->Size.y * 0.95f)));
  char name[96];
  std::snprintf(name, sizeof name, "%s%s", context.text(title_of(purpose_)), kFilesPopup);
  if (!ImGui::BeginPopupModal(
          name, nullptr,
          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove)) {
    if (std::exchange(waiting_, false)) context.files.cancel();
    return;
  }
  path_row(context);
  entries(context);
  if (saves_session(purpose_)) contents_row(context);
  buttons(context);
  if (chosen_) ImGui::CloseCurrentPopup();
  close_on_escape();
  ImGui::EndPopup();
}

void FilePopup::go_to(const PanelContext& context, const std::string& folder) {
  auto listing = context.files.list(folder, purpose_);
  if (!listing) {
    error_ = listing.error();
    return;
  }
  listing_ = std::move(*listing);
  error_ = {};
  if (purpose_ == FilePurpose::kOpenTestSet) put(path_, listing_.opens ? listing_.folder : "");
  if (!saves(purpose_)) return;
  const std::string typed = path_.data();
  const bool names_file = !typed.empty() && !context.files.is_folder(typed);
  const std::string name = names_file ? typed.substr(typed.rfind('/') + 1)
                                      : first_name(purpose_, context.lab.view().to_save);
  put(path_, listing_.folder + "/" + name);
}

void FilePopup::path_row(const PanelContext& context) {
  const float side = ImGui::GetFrameHeight() / context.scale;
  if (icon_button(context, Icon::kUp, tr("The folder above"), "folder above", side)) {
    go_to(context, listing_.parent);
  }
  ImGui::SameLine();
  ImGui::SetNextItemWidth(-1);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  const bool entered = ImGui::InputTextWithHint("##path", listing_.folder.c_str(), path_.data(),
                                                path_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  if (entered) choose(context, path_.data());
}

void FilePopup::entries(const PanelContext& context) {
  const int rows = saves_session(purpose_) ? 3 : 2;
  const float below = static_cast<float>(rows) * ImGui::GetFrameHeightWithSpacing() + context.px(8);
  std::string clicked;
  if (ImGui::BeginChild("entries", ImVec2(0, -below), ImGuiChildFlags_Borders)) {
    for (const FileEntry& entry : listing_.entries) {
      ImGui::PushID(entry.path.c_str());
      const std::string label = entry.is_folder ? entry.name + "/" : entry.name;
      const bool shown = entry.path == path_.data();
      if (named_line(label, "###entry", shown, ImGuiSelectableFlags_AllowDoubleClick)) {
        // The second of two clicks is on this file only where the first was, too: that may have
        // been on a folder which is listed no longer.
        const bool twice = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
        const bool again = std::exchange(clicked_, entry.path) == entry.path;
        if (entry.is_folder ? !twice : twice && again) clicked = entry.path;
        if (!entry.is_folder) put(path_, entry.path);
      }
      ImGui::PopID();
    }
    if (listing_.entries.empty()) caption(context, context.text(tr("no such files here")));
  }
  ImGui::EndChild();
  if (!clicked.empty()) choose(context, clicked);
}

// What becomes of a session's pictures and networks.
void FilePopup::contents_row(const PanelContext& context) {
  constexpr Way kWays[] = {
      {{tr("All inside"), tr("Pictures and networks are in the file: it opens anywhere")},
       "all inside"},
      {{tr("Named only"), tr("The file names pictures and networks with their checksums: it is "
                             "small, and asks for them where they are missing")},
       "named only"}};
  row_label(context, tr("Pictures, networks"));
  const bool named = purpose_ == FilePurpose::kSaveSessionNamed;
  if (const auto pressed = choice(context, kWays, named ? 1 : 0)) {
    purpose_ = *pressed == 1 ? FilePurpose::kSaveSessionNamed : FilePurpose::kSaveSession;
  }
}

void FilePopup::buttons(const PanelContext& context) {
  const std::string error = context.said(error_);
  const std::string& name = context.files.opening();
  const std::string opening =
      context.said(saves(purpose_) ? phrase("saving {}...", name) : phrase("opening {}...", name));
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(design::kSmallText),
                   ImGui::GetCursorScreenPos(),
                   ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x,
                   waiting_ ? context.colors().secondary : context.colors().error,
                   waiting_ ? opening.c_str() : error.c_str());
  ImGui::Dummy(ImVec2(ImGui::GetContentRegionAvail().x, ImGui::GetTextLineHeight()));
  if (!error.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    ImGui::SetTooltip("%s", error.c_str());
  }
  const bool replaces = saves(purpose_) && context.files.exists(path_.data());
  const Label action =
      replaces ? Label{tr("Replace"), tr("A file of this name is there: it will be replaced")}
               : Label{saves(purpose_) ? tr("Save") : tr("Open")};
  ImGui::BeginDisabled(waiting_ || path_.front() == '\0');
  if (labeled_button(context, action, "take file", true)) choose(context, path_.data());
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (labeled_button(context, {tr("Cancel")}, "cancel")) ImGui::CloseCurrentPopup();
}

void FilePopup::choose(const PanelContext& context, const std::string& path) {
  const bool opens = listing_.opens && path == listing_.folder;
  if (context.files.is_folder(path) && !opens) return go_to(context, path);
  const Status done = context.files.act(context.lab, purpose_, path);
  waiting_ = done && !context.files.opening().empty();
  chosen_ = done && !waiting_;
  error_ = done ? Phrase() : Phrase(done.error());
}

}  // namespace convlens::ui
