#pragma once

#include <string_view>

namespace lk::app {

// Names the event, by its handle in decimal, that the launcher waits for.
inline constexpr wchar_t kLauncherVariable[] = L"LINEKEEPER_LAUNCHER";

// What follows the program's name in a Windows command line, blanks and all: the words as they were written.
[[nodiscard]] constexpr std::wstring_view afterProgram(std::wstring_view commandLine) {
  bool inQuotes = false;
  std::size_t end = 0;
  while (end < commandLine.size() && (inQuotes || (commandLine[end] != L' ' && commandLine[end] != L'\t'))) {
    if (commandLine[end] == L'"') inQuotes = !inQuotes;
    ++end;
  }
  return commandLine.substr(end);
}

}  // namespace lk::app
