#include "tests/setup/fix_complaints.h"

#include <string>
#include <vector>

#include "server/setup/powershell.h"
#include "tests/setup/powershell_grammar.h"

namespace lk::test {

using setup::CommandLine;
using setup::elevatedCommand;
using setup::Fix;

QStringList complaintsOf(const Fix& fix) {
  QStringList all;
  const auto check = [&all](const std::string& script) {
    const std::string complaint = complaintOfPowershell(script);
    if (!complaint.empty()) all << QString::fromStdString(complaint + " in: " + script);
  };
  for (const std::string& command : fix.commands) {
    if (!command.starts_with("gpresult ")) check(command);
  }
  if (!fix.action) return all;
  for (const std::vector<CommandLine>& commands : {fix.action->commands, fix.action->undo}) {
    for (const CommandLine& command : commands) {
      check(command.arguments.back());
      const CommandLine elevated = elevatedCommand(command);
      check(elevated.arguments.back());
    }
  }
  return all;
}

}  // namespace lk::test
