#include "ui/pieces/film_bar.h"

#include <algorithm>
#include <array>
#include <string>

#include "lab/command/picture_commands.h"
#include "ui/kit/drawing.h"
#include "ui/kit/icons.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/theme.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kFilmButton = 22;
constexpr float kMenuButton = 18;
constexpr float kStateText = design::kSmallText;
constexpr std::array kSpeeds{0.1, 0.25, 0.5, 1.0, 2.0, 4.0};
constexpr std::array kCameraAsks{lab::CameraAsk{240, 320, 30}, lab::CameraAsk{480, 640, 30},
                                 lab::CameraAsk{480, 640, 60}, lab::CameraAsk{720, 1280, 30},
                                 lab::CameraAsk{1080, 1920, 30}};

// Frames are counted from 0, as files and the command line do.
void seek_slider(const PanelContext& context, lab::Film& film, float width) {
  auto frame = static_cast<int>(film.wanted);
  const auto last = static_cast<int>(std::max<std::int64_t>(1, film.count() - 1));
  ImGui::SetNextItemWidth(width - context.px(kSliderNumber));
  if (ImGui::SliderInt("##frame", &frame, 0, last, "", ImGuiSliderFlags_AlwaysClamp)) {
    lab::go_to_frame(film, frame);
    context.frames.request_frame(0);
  }
  help(context, tr("Which frame is shown: a drag seeks, and so do the arrow keys"));
  slider_number(context, std::to_string(film.frame).c_str());
}

void step_button(const PanelContext& context, lab::Film& film, int step) {
  const bool back = step < 0;
  const Text text = back ? tr("The frame before") : tr("The next frame");
  if (!icon_button(context, back ? Icon::kLeft : Icon::kRight, text, back ? "film back" : "film on",
                   kFilmButton)) {
    return;
  }
  lab::step_frames(film, step);
  context.frames.request_frame(0);
}

void run_button(const PanelContext& context, lab::Film& film, const Text& runs,
                const Text& stands) {
  if (icon_button(context, film.runs ? Icon::kPause : Icon::kPlay, film.runs ? runs : stands,
                  "film run", kFilmButton, film.runs)) {
    lab::set_running(film, !film.runs);
    context.frames.request_frame(0);
  }
}

void film_row(const PanelContext& context, lab::Film& film) {
  ImGui::BeginDisabled(!film.is_open());
  run_button(context, film, tr("Stands still"), tr("Lets it run"));
  ImGui::SameLine(0, context.px(2));
  step_button(context, film, -1);
  ImGui::SameLine(0, context.px(2));
  step_button(context, film, 1);
  ImGui::SameLine(0, context.px(6));
  const float buttons = context.px(3 * kFilmButton + 2 * 2 + 6);
  seek_slider(context, film, column_width(context) - buttons);
  ImGui::EndDisabled();
}

void camera_row(const PanelContext& context, lab::Film& film) {
  run_button(context, film, tr("Switches the camera off: its last picture stays"),
             tr("Switches the camera on"));
  ImGui::SameLine(0, context.px(6));
  const Phrase& gives = film.live->gives;
  const std::string text = !film.runs      ? context.text(tr("off"))
                           : gives.empty() ? context.text(tr("is being opened"))
                                           : context.said(gives);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float right = min.x + column_width(context) - context.px(kFilmButton + 6);
  const float inset = (ImGui::GetFrameHeight() - context.px(kStateText)) / 2;
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(kStateText),
                   ImVec2(min.x, min.y + inset), right, context.colors().text, text.c_str());
  ImGui::Dummy(ImVec2(right - min.x, ImGui::GetFrameHeight()));
}

// The frame as a still: the film makes room for it.
void take_still(lab::Lab& lab, std::size_t source) {
  const auto& shown = lab.document().sources[source].picture;
  lab::Picture still = *shown;
  if (still.moving) {  // its first frame
    still.moving = false;
    still.name = lab::frame_name(still.name, 0);
    still.origin.member = "0";
  }
  lab.commit(lab::SetPictures{source, {std::make_shared<const lab::Picture>(std::move(still))}});
}

// What it is asked for, and whether it is a mirror.
void camera_lines(const PanelContext& context, lab::Live& live) {
  if (menu_line(context, context.text(tr("As in a mirror")), "film mirror", {}, {},
                live.mirrored)) {
    live.mirrored = !live.mirrored;
  }
  ImGui::Separator();
  for (const lab::CameraAsk& ask : kCameraAsks) {
    const std::string name =
        context.said(phrase("{}x{}, {} a second", ask.width, ask.height, ask.fps));
    const std::string key = fmt::format("film ask {}x{} {}", ask.width, ask.height, ask.fps);
    if (menu_line(context, name, key.c_str(), {}, {}, live.asked == ask)) live.asked = ask;
  }
}

void film_menu(const PanelContext& context, std::size_t source, lab::Film& film) {
  if (menu_line(context, context.text(tr("Take this frame as a still")), "film still")) {
    return take_still(context.lab, source);
  }
  if (film.live) return camera_lines(context, *film.live);
  if (menu_line(context, context.text(tr("Begin anew at the end")), "film loop", {}, {},
                film.loops)) {
    film.loops = !film.loops;
  }
  ImGui::Separator();
  for (const double speed : kSpeeds) {
    const std::string name = context.said(phrase("{} times as fast", speed));
    const std::string key = "film speed " + std::to_string(speed);
    if (menu_line(context, name, key.c_str(), {}, {}, film.speed == speed)) film.speed = speed;
  }
}

std::string camera_text(const PanelContext& context, const lab::Film& film) {
  if (!film.runs) return context.text(tr("any other program can have the camera"));
  return context.said(phrase("{} frames left out", film.left_out));
}

// What there is to say of it: what went wrong comes first.
std::string state_text(const PanelContext& context, const lab::Film& film) {
  if (!film.failed.empty()) return context.said(film.failed);
  if (film.live) return camera_text(context, film);
  if (!film.is_open()) return context.text(tr("its frames are being counted"));
  if (film.waited_s > 0) {
    return context.said(
        phrase("it runs slower than it should: its frames take too long, and {} were left out",
               film.left_out));
  }
  if (film.left_out > 0) {
    return context.said(phrase("{} frames came too fast and were left out", film.left_out));
  }
  const double rate = static_cast<double>(film.count()) / std::max(1e-9, film.end_s);
  return context.said(
      phrase("{} frames, {:.2f} s, {:.4g} a second", film.count(), film.end_s, rate));
}

void state_line(const PanelContext& context, std::size_t source, lab::Film& film) {
  const std::string text = state_text(context, film);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float width = column_width(context) - context.px(kMenuButton + 4);
  const float inset = context.px((kMenuButton - kStateText) / 2);
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(kStateText),
                   ImVec2(min.x, min.y + inset), min.x + width,
                   film.failed.empty() ? context.colors().secondary : context.colors().error,
                   text.c_str());
  ImGui::Dummy(ImVec2(width, context.px(kMenuButton)));
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", text.c_str());
  ImGui::SameLine(0, context.px(4));
  const bool asked =
      icon_button(context, Icon::kMore,
                  film.live ? tr("Its size and rate, whether it is a mirror, and a still of it")
                            : tr("How fast it runs, whether it begins anew, and a still of it"),
                  "film more", kMenuButton);
  if (!begin_menu(context, "film menu", asked)) return;
  film_menu(context, source, film);
  end_menu();
}

}  // namespace

float film_bar_height(const PanelContext& context, std::size_t source) {
  if (context.lab.film(source) == nullptr) return 0;
  return ImGui::GetFrameHeight() + context.px(kMenuButton) + 2 * ImGui::GetStyle().ItemSpacing.y;
}

void film_bar(const PanelContext& context, std::size_t source) {
  lab::Film* film = context.lab.film(source);
  if (film == nullptr) return;
  ImGui::PushID("film");
  film->live ? camera_row(context, *film) : film_row(context, *film);
  state_line(context, source, *film);
  ImGui::PopID();
}

}  // namespace convlens::ui
