#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lab/lab.h"

namespace convlens::ui {

// What a file is asked for.
enum class FilePurpose {
  kOpenPicture,
  kAddPicture,
  kOpenFilters,
  kOpenNetwork,
  kOpenArray,  // for the network to look at
  kOpenTestSet,
  kOpenLesson,
  kOpenSession,
  kSaveFilters,
  kSaveSession,
  kSaveSessionNamed,  // with pictures and networks named, not in it
  kSavePicture,       // of view's to_save
  kSavePython,        // the bench as a script
  kSaveMaps,          // all of mine
  kSaveLayer,         // all maps of view's layer_to_save
  kSaveNetwork,       // as it is shown
  kSaveAnswers,       // to the questions of lessons
  kCount
};

inline bool saves_session(FilePurpose purpose) {
  return purpose == FilePurpose::kSaveSession || purpose == FilePurpose::kSaveSessionNamed;
}
// Those behind the last of what opens.
inline bool saves(FilePurpose purpose) { return purpose >= FilePurpose::kSaveFilters; }

struct FileEntry {
  std::string name;
  std::string path;  // whole
  bool is_folder = false;
};

// A folder's folders, and its files that fit the purpose, each sorted by name.
struct FileListing {
  std::string folder;
  std::string parent;  // itself where there is none above
  bool opens = false;  // itself is what the purpose asks for, with all that is in it
  std::vector<FileEntry> entries;
};

struct CameraEntry {
  std::string name;    // as the camera has it
  std::string device;  // "/dev/video0"
};

// The files and cameras of the machine, as the program around the window reaches them. Paths are
// UTF-8.
class Files {
 public:
  virtual ~Files() = default;
  // Empty: the folder that was used last.
  virtual Result<FileListing> list(const std::string& folder, FilePurpose purpose) = 0;
  virtual bool is_folder(const std::string& path) const = 0;
  virtual bool exists(const std::string& path) const = 0;
  // Opens the file into the lab, or saves the lab's filters, or all of it, there. On failure
  // nothing has changed. What takes longer than a frame goes on after this returned, as opening()
  // says, and why it failed stands in failure().
  virtual Status act(lab::Lab& lab, FilePurpose purpose, const std::string& path) = 0;
  // Opens a session, or saves the lab into the file that it is in, as act() would, but asked for by
  // no dialog: what fails later is reported in the lab.
  virtual Status open_session(lab::Lab& lab, const std::string& path) = 0;
  virtual Status save_session(lab::Lab& lab) = 0;
  // The lab as it begins where nothing was opened, its preferences kept.
  virtual Status begin_anew(lab::Lab& lab) = 0;
  // Shows the next picture (1), or the one before (-1), of the folder that the chosen one is from.
  virtual Status leaf(lab::Lab& lab, int step) = 0;
  // What cameras there are, as of a moment ago, by the names that open_camera() takes.
  virtual std::vector<CameraEntry> cameras() = 0;
  // Shows a camera in the place of a source's picture, or as one more, and lets it run.
  virtual Status open_camera(lab::Lab& lab, const std::string& camera, std::size_t source) = 0;
  // Opens what was copied in another program: the files that the text names, or a picture. Fails
  // with `neither` where it is none of them.
  virtual Status paste(lab::Lab& lab, const std::string& text, const Error& neither) = 0;
  // Puts it on the desktop's clipboard, beside the frames.
  virtual Status copy_picture(lab::Lab& lab, const lab::PictureOf& what) = 0;
  // The bench in words: one line that paste() takes.
  virtual std::string bench_text(const lab::Lab& lab) const = 0;
  // The name of what is being opened; empty where nothing is.
  virtual const std::string& opening() const = 0;
  // Leaves it unopened.
  virtual void cancel() = 0;
  // Why the file that act() was opening could not be opened; empty where it could.
  virtual const Phrase& failure() const = 0;
};

}  // namespace convlens::ui
