#pragma once

#include <cmark.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lab/lesson/lesson.h"

// CommonMark as cmark reads it, in the few shapes that lessons have.
namespace convlens::lab {

struct FreeMarkdown {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Markdown = std::unique_ptr<cmark_node, FreeMarkdown>;

Markdown parse_markdown(const std::string& text);

// Says what a lesson cannot show, in a line of the text that was parsed.
using SayOdd = std::function<void(int line, const Phrase& what)>;

// The words of a paragraph, a heading or an item's first one; emphasis is strong.
std::vector<TextRun> runs_of(cmark_node* block, const SayOdd& say);
std::string plain(const std::vector<TextRun>& runs);
// A paragraph, a block of code, or all of those of a quotation; others are said.
void add_paragraphs(cmark_node* block, Paragraphs& paragraphs, const SayOdd& say);
// Where a link or an image of a block leads, the first of them; empty where there is none.
std::string image_of(cmark_node* block);

}  // namespace convlens::lab
