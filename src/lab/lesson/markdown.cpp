#include "lab/lesson/markdown.h"

#include <utility>

namespace convlens::lab {
namespace {

std::string text_of(const char* text) { return text == nullptr ? std::string() : text; }

void add(std::vector<TextRun>& runs, TextRun run) {
  if (run.text.empty()) return;
  const bool alike =
      !runs.empty() && runs.back().strong == run.strong && runs.back().code == run.code;
  if (alike) {
    runs.back().text += run.text;
  } else {
    runs.push_back(std::move(run));
  }
}

// Emphasis is shown as strong: there is one other weight of letters.
class Runs {
 public:
  explicit Runs(const SayOdd& say) : say_(say) {}

  std::vector<TextRun> of(cmark_node* block) {
    line_ = cmark_node_get_start_line(block);
    cmark_iter* walk = cmark_iter_new(block);
    while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
      take(cmark_iter_get_node(walk), cmark_iter_get_event_type(walk) == CMARK_EVENT_ENTER);
    }
    cmark_iter_free(walk);
    return std::move(runs_);
  }

 private:
  void take(cmark_node* node, bool enters) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_STRONG:
      case CMARK_NODE_EMPH:
        strong_ += enters ? 1 : -1;
        break;
      case CMARK_NODE_IMAGE:
        images_ += enters ? 1 : -1;
        break;
      case CMARK_NODE_TEXT:
        if (images_ == 0) add(runs_, {text_of(cmark_node_get_literal(node)), strong_ > 0, false});
        break;
      case CMARK_NODE_CODE:
        add(runs_, {text_of(cmark_node_get_literal(node)), strong_ > 0, true});
        break;
      case CMARK_NODE_SOFTBREAK:
      case CMARK_NODE_LINEBREAK:
        add(runs_, {" ", strong_ > 0, false});
        break;
      case CMARK_NODE_LINK:
        if (enters) say_(line_, phrase("a link cannot be followed in a lesson"));
        break;
      case CMARK_NODE_HTML_INLINE:
        say_(line_, phrase("HTML is not known in a lesson"));
        break;
      default:
        break;
    }
  }

  const SayOdd& say_;
  int line_ = 1;
  std::vector<TextRun> runs_;
  int strong_ = 0;
  int images_ = 0;
};

}  // namespace

Markdown parse_markdown(const std::string& text) {
  return Markdown(
      cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8));
}

std::vector<TextRun> runs_of(cmark_node* block, const SayOdd& say) { return Runs(say).of(block); }

std::string plain(const std::vector<TextRun>& runs) {
  std::string text;
  for (const TextRun& run : runs) text += run.text;
  return text;
}

void add_paragraphs(cmark_node* block, Paragraphs& paragraphs, const SayOdd& say) {
  switch (cmark_node_get_type(block)) {
    case CMARK_NODE_PARAGRAPH:
      if (!image_of(block).empty()) {
        say(cmark_node_get_start_line(block), phrase("a picture stands in a choice alone"));
      }
      paragraphs.push_back({runs_of(block, say), false});
      break;
    case CMARK_NODE_CODE_BLOCK:
      paragraphs.push_back({{{text_of(cmark_node_get_literal(block)), false, true}}, true});
      break;
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_BLOCK_QUOTE:
      for (cmark_node* part = cmark_node_first_child(block); part != nullptr;
           part = cmark_node_next(part)) {
        add_paragraphs(part, paragraphs, say);
      }
      break;
    default:
      say(cmark_node_get_start_line(block), phrase("paragraphs and code alone are known here"));
  }
}

std::string image_of(cmark_node* block) {
  std::string target;
  cmark_iter* walk = cmark_iter_new(block);
  while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(walk);
    const bool is_image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
    if (is_image && target.empty()) target = text_of(cmark_node_get_url(node));
  }
  cmark_iter_free(walk);
  return target;
}

}  // namespace convlens::lab
