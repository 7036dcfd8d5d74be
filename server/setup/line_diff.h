#pragma once

#include <string>
#include <string_view>

namespace lk::setup {

// What changes from one text to the other, line by line, as `diff -u` shows it: empty if nothing does. Names stand in
// its head. Pure; texts of a few thousand lines.
[[nodiscard]] std::string unifiedDiff(std::string_view before, std::string_view after, const std::string& nameBefore,
                                      const std::string& nameAfter);

}  // namespace lk::setup
