#pragma once

#include <filesystem>
#include <variant>

namespace convlens::app {

// What a file is to the program. Decided once, by kind_of(); everything that files are given to
// visits what it says.
struct PictureFile {};
struct MovingFile {};   // a video or an animation
struct NetworkFile {};  // a trained network, its .prototxt, or what people take for one
struct ArrayFile {
  bool packed = false;    // several arrays in one: a .npz, else a .npy
  bool labelled = false;  // pictures, with their labels in it or beside it
};
struct LabelledFile {};  // pictures with labels, a test set: CIFAR's, or a folder by class
struct IdxFile {};       // a data set as MNIST comes in, packed by gzip or not
struct NamesFile {};     // of classes, one a line
struct SessionFile {};   // a lab as it was saved
struct LessonFile {};    // Markdown, see .github/LESSONS.md
struct UnknownFile {};   // another folder, too
using FileKind = std::variant<UnknownFile, PictureFile, MovingFile, NetworkFile, ArrayFile, IdxFile,
                              LabelledFile, NamesFile, SessionFile, LessonFile>;

// What a session file is an archive of, and how its name ends.
inline constexpr const char* kSessionEnding = ".convlens";
inline constexpr const char* kLessonEnding = ".md";
inline constexpr const char* kSessionText = "session.json";
inline constexpr const char* kSessionData = "data.json";

// By what the file holds and, where that does not tell, by its name's ending, in capitals or not.
// What is no regular file has only a name: what is read of a pipe is gone from it.
FileKind kind_of(const std::filesystem::path& path);

// By the name alone: of a file that is still to be written, and of all those of a folder, which may
// be too many to look into.
FileKind kind_of_name(const std::filesystem::path& path);

template <typename Kind>
bool is(const FileKind& kind) {
  return std::holds_alternative<Kind>(kind);
}

}  // namespace convlens::app
