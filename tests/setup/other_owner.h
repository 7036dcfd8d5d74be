#pragma once

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace lk::test {

// Whom this user may give a file to: root anybody, others a group of theirs.
struct OtherOwner {
  OtherOwner() {
    if (user == 0) {
      user = 65'534;
      group = 4'711;
      return;
    }
    std::array<gid_t, 1024> groups{};
    const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
    if (count > 0) group = groups[static_cast<std::size_t>(count) - 1];
  }
  [[nodiscard]] bool take(const char* file, mode_t mode) const {
    return ::chown(file, user, group) == 0 && ::chmod(file, mode) == 0;
  }
  [[nodiscard]] bool has(const char* file, mode_t mode) const {
    struct stat now {};
    return ::stat(file, &now) == 0 && now.st_uid == user && now.st_gid == group && (now.st_mode & 07777U) == mode;
  }

  uid_t user = ::geteuid();
  gid_t group = ::getegid();
};

}  // namespace lk::test
