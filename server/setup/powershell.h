#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/setup/system.h"

namespace lk::setup {

// What PowerShell is asked to run. Words that come from outside go in by powershellQuoted() only.

// 'like this': nothing in it is expanded. Every character that PowerShell takes for a single quote is doubled, the
// typographic ones too. NULs, which no path has, are left out.
[[nodiscard]] std::string powershellQuoted(std::string_view utf8);
[[nodiscard]] std::string powershellQuotedList(const std::vector<std::string>& words);  // 'a','b'

// Runs a script in Windows PowerShell, its output in UTF-8 and free of the user's profile. Scripts hold no ", which
// would have to pass through Windows' command line; stops at the first error with an exit code other than 0.
[[nodiscard]] CommandLine powershellCommand(std::string_view script);
// The script of such a command; empty: it is no such command.
[[nodiscard]] std::string powershellScript(const CommandLine& command);

// Exit code of an elevated command that was not allowed: the prompt was declined, or could not be shown.
inline constexpr int kElevationDeclined = 1223;  // Windows' ERROR_CANCELLED

// The same command with an administrator's rights: Windows asks the user (UAC) when it is run, not before. Ends when
// it has ended, with its exit code. Of a command from powershellCommand(); others are run as they are.
[[nodiscard]] CommandLine elevatedCommand(const CommandLine& command);

// The command as a person types it: into a POSIX shell, or into PowerShell on Windows.
[[nodiscard]] std::string typedText(System::Kind kind, const CommandLine& command);

// For -EncodedCommand: base64 of UTF-16, low bytes first.
[[nodiscard]] std::string powershellEncoded(std::string_view script);

}  // namespace lk::setup
