#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/setup/system.h"

namespace lk::setup {

struct NginxPlace {
  std::string file;
  int line = 0;

  [[nodiscard]] std::string text() const { return file + ':' + std::to_string(line); }
  bool operator==(const NginxPlace&) const = default;
};

// One directive, simple or with a block. Includes are resolved: what they bring stands in their place, with its own.
struct NginxDirective {
  std::string name;
  std::vector<std::string> arguments;  // without quotes
  NginxPlace place;
  bool hasBlock = false;
  std::vector<NginxDirective> block;
  std::size_t begin = 0;       // bytes of its file: from the name's first …
  std::size_t end = 0;         // … to behind the ; or the }
  std::size_t blockBegin = 0;  // with a block: behind its {

  [[nodiscard]] const NginxDirective* first(std::string_view directive) const;  // in the block; null: none
  [[nodiscard]] std::vector<const NginxDirective*> all(std::string_view directive) const;
  [[nodiscard]] std::string argument(std::size_t i) const {
    return i < arguments.size() ? arguments[i] : std::string();
  }
  // All arguments but the first, which names what the directive is about.
  [[nodiscard]] std::vector<std::string> parameters() const;
};

struct NginxInclude {
  NginxPlace place;
  std::string file;  // that it brought
};

struct NginxConfig {
  NginxDirective whole;                // nameless; its block is the top level
  std::vector<std::string> files;      // all that were read, as often as they were, the main one first
  std::vector<NginxInclude> includes;  // of all but the main one

  // Where the file is included, and where the files are that include it, if they are several times themselves. One
  // place or none: a change of it changes nothing elsewhere.
  [[nodiscard]] std::vector<NginxPlace> placesOf(const std::string& file) const;
};

// nginx's grammar: words, '…' and "…" with escapes, # comments, ; { }. Pure; any bytes may come.
// Errors: Protocol, its text begins with FILE:LINE.
[[nodiscard]] Result<std::vector<NginxDirective>> parseNginxConfig(std::string_view text, const std::string& file);

// With what it includes: relative to the main file's folder, * ? [] allowed. Errors: as parseNginxConfig, and NotFound
// or NotPermitted with the place of the include; Limit where a pattern is in a folder's name, which nginx follows.
[[nodiscard]] Result<NginxConfig> readNginxConfig(System& system, const std::string& mainFile);

}  // namespace lk::setup
