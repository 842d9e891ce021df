// Figures as drawings, rendered by librsvg and Poppler, which are installed with what the tests
// need; where one is missing, its tests say so and are skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using testing::photograph_file;
using testing::picture_of;

Image enlarged(const Image& image, int factor) {
  Image large{image.height * factor, image.width * factor, {}};
  for (int y = 0; y < large.height; ++y) {
    for (int x = 0; x < large.width; ++x) {
      const auto pixel = image.pixel(y / factor, x / factor);
      large.rgb.insert(large.rgb.end(), pixel.begin(), pixel.end());
    }
  }
  return large;
}

// How many pixels differ by more than `most` in any sample.
int differing(const Image& a, const Image& b, int most) {
  EXPECT_EQ(a.width, b.width);
  EXPECT_EQ(a.height, b.height);
  if (a.width != b.width || a.height != b.height) return a.width * a.height;
  int count = 0;
  for (int y = 0; y < a.height; ++y) {
    for (int x = 0; x < a.width; ++x) {
      const auto p = a.pixel(y, x);
      const auto q = b.pixel(y, x);
      bool differs = false;
      for (std::size_t c = 0; c < 3; ++c) differs = differs || std::abs(p[c] - q[c]) > most;
      count += differs ? 1 : 0;
    }
  }
  return count;
}

class VectorFigure : public testing::Program {
 protected:
  // Runs a program of the system in the test's folder; its standard output.
  std::string tool(const std::string& words) const {
    const std::string command = "cd '" + at(".").string() + "' && " + words + " > tool.out 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << words << '\n' << content("tool.out");
    return content("tool.out");
  }
  static bool has(const std::string& program) {
    return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
  }
  // The figure drawn as a PNG, which other tests hold to matplotlib's colours, and in `ending`.
  Image drawn(std::vector<std::string> arguments, const std::string& ending) const {
    arguments.insert(arguments.begin(), "figure");
    for (const std::string& name : {std::string("figure.png"), "figure" + ending}) {
      auto words = arguments;
      words.insert(words.end(), {"-o", name, "--cells", name + ".json"});
      run_well(words);
    }
    EXPECT_EQ(content("figure.png.json"), content("figure" + ending + ".json"));
    return picture_of(at("figure.png"));
  }
  Image svg_at(const Image& page, int factor) const {
    tool("rsvg-convert -w " + std::to_string(page.width * factor) + " -h " +
         std::to_string(page.height * factor) + " -o svg.png figure.svg");
    return picture_of(at("svg.png"));
  }
  Image pdf_at(int factor) const {
    tool("pdftoppm -singlefile -r " + std::to_string(200 * factor) + " figure.pdf pdf");
    return picture_of(at("pdf.ppm"));
  }
};

const std::vector<std::vector<std::string>> kFiguresOfMaps{{"feature-maps"},
                                                           {"feature-maps", "--cmap", "signed"},
                                                           {"weights"},
                                                           {"maps", "--input", "x.npy"}};

void put_input(const std::filesystem::path& file) {
  Tensor input{Shape{28, 28}};
  for (std::size_t i = 0; i < input.size(); ++i) {
    input.data()[i] = static_cast<float>(i * i % 97) / 97.0f;
  }
  ASSERT_TRUE(write_npy(file, input));
}

TEST_F(VectorFigure, AnSvgsMapsAreThoseOfThePngPixelByPixel) {
  if (!has("rsvg-convert")) GTEST_SKIP() << "skipped: rsvg-convert is not installed";
  put_input(at("x.npy"));
  for (const auto& figure : kFiguresOfMaps) {
    const Image png = drawn(figure, ".svg");
    for (const int factor : {1, 2}) {
      EXPECT_EQ(differing(enlarged(png, factor), svg_at(png, factor), 0), 0) << figure.front();
    }
  }
}

TEST_F(VectorFigure, APdfsMapsAreThoseOfThePngPixelByPixel) {
  if (!has("pdftoppm")) GTEST_SKIP() << "skipped: pdftoppm is not installed";
  put_input(at("x.npy"));
  for (const auto& figure : kFiguresOfMaps) {
    const Image png = drawn(figure, ".pdf");
    for (const int factor : {1, 2}) {
      EXPECT_EQ(differing(enlarged(png, factor), pdf_at(factor), 0), 0) << figure.front();
    }
  }
}

// Smaller than its pixels, each cell has to show its own colour and no white seam.
TEST_F(VectorFigure, NoLightComesThroughBetweenCells) {
  if (!has("rsvg-convert") || !has("pdftoppm")) GTEST_SKIP() << "skipped: no renderers installed";
  Tensor dark{Shape{7, 7, 3, 1}};
  std::fill_n(dark.data(), dark.size(), -1.0f);
  ASSERT_TRUE(write_npy(at("dark.npy"), dark));
  for (const std::string ending : {".svg", ".pdf"}) {
    drawn({"feature-maps", "--filters", "dark.npy", "--cmap", "gray", "--range", "5,6"}, ending);
    for (const int size : {97, 333, 701}) {
      const std::string words =
          std::to_string(size) + (ending == ".svg" ? " figure.svg" : " figure.pdf page");
      tool((ending == ".svg" ? "rsvg-convert -o page.png -w " : "pdftoppm -singlefile -scale-to ") +
           words);
      const Image page = picture_of(at(ending == ".svg" ? "page.png" : "page.ppm"));
      // From the middle to the left until the page begins: black all the way.
      const int row = page.height / 4;
      int x = page.width / 4;
      for (; x > 0 && page.pixel(row, x)[0] < 128; --x) EXPECT_EQ(page.pixel(row, x)[0], 0) << x;
      EXPECT_LT(x, page.width / 20);
      EXPECT_GT(x, 0);
    }
  }
}

TEST_F(VectorFigure, PhotographsAreWholeInBoth) {
  const std::vector<std::string> figure{"sample-images", "--image", photograph_file("china.jpg")};
  const Image photograph = picture_of(photograph_file("china.jpg"));
  if (has("rsvg-convert")) {
    const Image png = drawn(figure, ".svg");
    EXPECT_EQ(differing(png, svg_at(png, 1), 0), 0);
  }
  if (!has("pdfimages")) GTEST_SKIP() << "skipped: pdfimages is not installed";
  drawn(figure, ".pdf");
  tool("pdfimages -png figure.pdf image");
  EXPECT_EQ(differing(photograph, picture_of(at("image-000.png")), 0), 0);
  EXPECT_NE(tool("pdfimages -list figure.pdf").find("image  no"), std::string::npos)
      << "a viewer is told to smooth it";
}

TEST_F(VectorFigure, AHistogramsBarsStandWhereThePngHasThem) {
  const std::vector<std::string> figure{"weights-histogram"};
  constexpr int kOtherLetters = 160;  // sizes of a sample that say ink in one and none in the other
  constexpr double kMostOfPage = 0.006;  // the edges of letters
  if (has("rsvg-convert")) {
    const Image png = drawn(figure, ".svg");
    EXPECT_LT(differing(png, svg_at(png, 1), kOtherLetters), kMostOfPage * png.width * png.height);
  }
  if (!has("pdftoppm")) GTEST_SKIP() << "skipped: pdftoppm is not installed";
  const Image png = drawn(figure, ".pdf");
  const Image pdf = pdf_at(1);
  EXPECT_LT(differing(png, pdf, kOtherLetters), kMostOfPage * png.width * png.height);
  for (int y = 0; y < png.height; ++y) {
    for (int x = 0; x < png.width; ++x) {
      const auto is_bar = [&](const Image& page) {
        const auto pixel = page.pixel(y, x);
        return pixel[0] == 31 && pixel[1] == 119 && pixel[2] == 180;  // tab:blue
      };
      ASSERT_EQ(is_bar(png), is_bar(pdf)) << x << ' ' << y;
    }
  }
}

TEST_F(VectorFigure, TextIsText) {
  drawn({"weights-histogram"}, ".svg");
  for (const char* words : {">weight</text>", ">count</text>", ">\u22120.50</text>"}) {
    EXPECT_NE(content("figure.svg").find(words), std::string::npos) << words;
  }
  if (!has("pdftotext")) GTEST_SKIP() << "skipped: pdftotext is not installed";
  drawn({"weights-histogram"}, ".pdf");
  const std::string text = tool("pdftotext figure.pdf -");
  for (const char* words : {"weight", "count", "\u22120.50"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << " in " << text;
  }
  const std::string fonts = tool("pdffonts figure.pdf");
  EXPECT_NE(fonts.find("+Inter-Regular"), std::string::npos) << fonts;
  EXPECT_EQ(fonts.find(" no "), std::string::npos) << "not embedded: " << fonts;
}

TEST_F(VectorFigure, TheSameFigureGivesTheSameBytes) {
  for (const std::string ending : {".svg", ".pdf", ".SVG", ".PDF"}) {
    run_well({"figure", "weights-histogram", "-o", "one" + ending});
    run_well({"figure", "weights-histogram", "-o", "two" + ending}, {{"SOURCE_DATE_EPOCH", "1"}});
    EXPECT_EQ(content("one" + ending), content("two" + ending));
    const bool svg = content("one" + ending).find("<svg") != std::string::npos;
    const bool pdf = content("one" + ending).starts_with("%PDF");
    EXPECT_TRUE(ending == ".svg" || ending == ".SVG" ? svg : pdf) << ending;
  }
  EXPECT_EQ(content("one.pdf").find("CreationDate"), std::string::npos);
}

}  // namespace
}  // namespace convlens::app
