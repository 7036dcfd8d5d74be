#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/setup/nginx_edit.h"
#include "server/setup/nginx_instance.h"

namespace lk::setup {

// A copy of a configuration as it would be after changes, beside the real one, so that whatever is relative in it means
// the same. Only files that change, and those that include such, are copied; the copies include the rest where it is.
struct NginxTestTree {
  std::string mainFile;
  std::map<std::string, std::string> copies;      // path → text
  std::map<std::string, std::string> copiedFrom;  // path → the real one
};

// stamp: makes the copies' names unique. Errors: as parseNginxConfig.
[[nodiscard]] Result<NginxTestTree> makeTestTree(System& system, const std::string& mainFile,
                                                 const std::vector<FileChange>& changes, const std::string& stamp);

struct NginxVerdict {
  bool accepted = false;
  std::string words;  // nginx's own, with the names of the real files
};

// `nginx -t` of the configuration in use. Errors: as System::run.
[[nodiscard]] Result<NginxVerdict> testInUse(System& system, const NginxInstance& nginx, const Patience& patience);
// `nginx -t` of the copy, which is gone afterwards. Errors: the copy can't be written, or as above.
[[nodiscard]] Result<NginxVerdict> testChanged(System& system, const NginxInstance& nginx,
                                               const std::vector<FileChange>& changes, const std::string& stamp,
                                               const Patience& patience);

}  // namespace lk::setup
