#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lk::setup {

// What changes from one text to the other, line by line, as `diff -u` shows it: empty if nothing does. Names stand in
// its head. Pure; texts of a few thousand lines.
[[nodiscard]] std::string unifiedDiff(std::string_view before, std::string_view after, const std::string& nameBefore,
                                      const std::string& nameAfter);

// One line of two texts that stand beside each other; without its line break.
struct SideBySide {
  int lineBefore = 0;  // from 1; 0: it is not in the text before
  int lineAfter = 0;
  std::string before;
  std::string after;
  bool changed = false;
  bool operator==(const SideBySide&) const = default;
};
// All lines of both; lines that were changed into others stand beside these.
[[nodiscard]] std::vector<SideBySide> sideBySide(std::string_view before, std::string_view after);

}  // namespace lk::setup
