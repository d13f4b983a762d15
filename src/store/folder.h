// Folders: making, syncing, locking and removing them, so that a run is there whole or not at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace shijin {

/// Make a folder and those above it; one that is there already is fine
Result<Done> make_folders(const std::string& path);
/// Make sure that the names in a folder are on the disk
Result<Done> sync_folder(const std::string& path);
/// Rename a folder to a name that is not taken, and sync the folder above both
Result<Done> rename_folder(const std::string& from, const std::string& to);
/// Remove a folder and all in it; one that is gone already is fine
Result<Done> remove_folder(const std::string& path);
/// The names in a folder, in order; none where there is no such folder
std::vector<std::string> names_in_folder(const std::string& path);

/// A folder that this program alone is filling; the lock goes with the program, however it ends
class LockedFolder {
 public:
  /// Make a folder and lock it; nothing where the name is taken
  static Result<std::optional<LockedFolder>> make(const std::string& path);
  /// Remove such a folder where the program that made it has ended
  static void remove_abandoned(const std::string& path);

  LockedFolder(LockedFolder&& other) noexcept;
  LockedFolder& operator=(LockedFolder&& other) noexcept;
  ~LockedFolder();

 private:
  explicit LockedFolder(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace shijin
