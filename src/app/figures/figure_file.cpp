#include "app/figures/figure_file.h"

#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/figures/figure_drawing.h"
#include "app/figures/figure_pdf.h"
#include "app/figures/figure_svg.h"
#include "core/files/file.h"
#include "core/files/file_name.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

Status write_page(const Figure& figure, const std::filesystem::path& path) {
  if (has_ending(path, ".svg")) {
    TRY_ASSIGN(const auto text, svg_text(figure));
    return write_file(path, std::as_bytes(std::span(text)));
  }
  if (has_ending(path, ".pdf")) {
    TRY_ASSIGN(const auto bytes, pdf_bytes(figure));
    return write_file(path, bytes);
  }
  TRY_ASSIGN(const auto picture, drawn(figure));
  return media::write_png(path, picture);
}

}  // namespace

Status write_figure(const Figure& figure, const std::filesystem::path& path,
                    const std::optional<std::filesystem::path>& cells) {
  if (!cells) return write_page(figure, path);

  std::error_code ignored;
  const bool existed = std::filesystem::exists(*cells, ignored);
  std::optional<std::vector<std::byte>> before;
  if (std::filesystem::is_regular_file(*cells, ignored)) {
    TRY_ASSIGN(auto bytes, read_file(*cells));
    before = std::move(bytes);
  }
  const std::string json = cells_json(figure.cells);
  if (Status written = write_file(*cells, std::as_bytes(std::span(json))); !written) {
    return written;
  }
  Status written = write_page(figure, path);
  if (!written) {
    if (before) {
      // Its failure would only hide the first one, which is the one to report.
      static_cast<void>(write_file(*cells, *before));
    } else if (!existed) {
      std::filesystem::remove(link_target(*cells), ignored);
    }
  }
  return written;
}

}  // namespace convlens::app
