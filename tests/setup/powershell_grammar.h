#pragma once

#include <string>
#include <string_view>

namespace lk::test {

// Reads a script as PowerShell's tokenizer would, as far as the words go that this program uses: strings and what
// closes them (typographic quotes are quotes too), brackets in pairs, nothing special outside of strings, cmdlets that
// exist with parameters that they have, each with a value where it takes one. Empty: nothing to say against it.
[[nodiscard]] std::string complaintOfPowershell(std::string_view script);

// The same of a line that a person copies into PowerShell: a script as above, or a program with its arguments, which
// begins with & where it stands in quotes. Only programs that a Windows with Linekeeper, nginx and Redis' client has.
[[nodiscard]] std::string complaintOfTypedLine(std::string_view line);

// What PowerShell makes of a single-quoted string; of anything else: "?".
[[nodiscard]] std::string readByPowershell(std::string_view quoted);

}  // namespace lk::test
