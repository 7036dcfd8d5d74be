#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/setup/nginx_block.h"

namespace lk::setup {

struct FileChange {
  std::string path;
  std::optional<std::string> before;  // nothing: there is no such file yet
  std::optional<std::string> after;   // nothing: it goes
  bool operator==(const FileChange&) const = default;
};

using FileTexts = std::map<std::string, std::string>;  // by path

// What has to change in these files so that the way in use is the block: directive by directive, so that comments and
// all that is not about nodes stay as they are. Nothing: nothing has to.
[[nodiscard]] std::vector<FileChange> editInUse(const NginxInUse& inUse, const NginxBlock& block,
                                                const FileTexts& files);

// For a configuration with no way yet: the block in the file ownFile, included by the main file at top level, or by
// the stream block that is there.
[[nodiscard]] std::vector<FileChange> addBlock(const NginxConfig& config, const NginxBlock& block,
                                               const FileTexts& files, const std::string& ownFile);

// The main file with a load_module ahead of all else. changes: what is to change already, perhaps of that file.
void addLoadModule(std::vector<FileChange>& changes, const std::string& mainFile, const FileTexts& files,
                   const std::string& module);

// All of it as one unified diff.
[[nodiscard]] std::string diffOf(const std::vector<FileChange>& changes);

}  // namespace lk::setup
