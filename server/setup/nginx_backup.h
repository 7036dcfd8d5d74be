#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/setup/nginx_edit.h"

namespace lk::setup {

// What an apply has left so that it can be taken back: copies of the files as they were, and a list of them.
struct NginxBackup {
  struct File {
    std::string path;
    std::string backup;       // empty: there was no such file
    std::string hashOfAfter;  // of what was written; empty: the file was removed
  };
  std::string list;   // its own path
  std::string stamp;  // 20260131-235959, UTC
  std::vector<File> files;
};

// UTC, to the second, with a number of its own in tests' fast hands.
[[nodiscard]] std::string stampOf(const Clock& clock);

// Beside the main file, under names that no include's pattern takes in. Errors: NotPermitted, Io; nothing is left then.
[[nodiscard]] Result<NginxBackup> keepBackup(System& system, const std::string& mainFile, const std::string& stamp,
                                             const std::vector<FileChange>& changes, const Patience& patience);
// The newest; nothing: there is none. Errors: Io, its list can't be read.
[[nodiscard]] Result<std::optional<NginxBackup>> lastBackup(System& system, const std::string& mainFile);
// What takes the files back, and of them those that somebody has changed since.
struct NginxWayBack {
  std::vector<FileChange> changes;
  std::vector<std::string> changedSince;
};
[[nodiscard]] Result<NginxWayBack> wayBack(System& system, const NginxBackup& backup);
[[nodiscard]] Result<void> forgetBackup(System& system, const NginxBackup& backup);

}  // namespace lk::setup
