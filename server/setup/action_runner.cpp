#include "server/setup/action_runner.h"

#include <algorithm>

#include "server/setup/powershell.h"

namespace lk::setup {

using namespace std::chrono_literals;

namespace {

constexpr auto kWithin = 5min;  // a person may take his time with a password
// pkexec's own, when the dialog was closed, and when nobody could be asked.
constexpr int kPolkitDismissed = 126;
constexpr int kPolkitRefused = 127;

constexpr std::string_view kAmAdministrator =
    "([Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent())"
    ".IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)";

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \r\n\t") + 1);
  return text;
}

std::string saidBy(const Ran& ran) {
  std::string said = trimmed(ran.err);
  const std::string out = trimmed(ran.out);
  if (!said.empty() && !out.empty()) said += '\n';
  return said + out;
}

// How administrator's rights are asked for, where that is needed.
class Rights {
 public:
  Rights(System& system, const Patience& patience, bool wanted)
      : m_windows(system.kind() == System::Kind::Windows),
        m_ask(wanted && !hasAdministratorRights(system, patience)),
        m_nobodyToAsk(m_ask && !m_windows && system.findProgram("pkexec").empty()) {}

  [[nodiscard]] bool nobodyToAsk() const { return m_nobodyToAsk; }
  [[nodiscard]] CommandLine with(const CommandLine& command) const {
    if (!m_ask) return command;
    if (m_windows) return elevatedCommand(command);
    CommandLine asked{"pkexec", {command.program}};
    asked.arguments.insert(asked.arguments.end(), command.arguments.begin(), command.arguments.end());
    return asked;
  }
  [[nodiscard]] bool declined(const Ran& ran) const {
    if (!m_ask) return false;
    if (m_windows) return ran.exitCode == kElevationDeclined;
    return ran.exitCode == kPolkitDismissed || ran.exitCode == kPolkitRefused;
  }

 private:
  bool m_windows;
  bool m_ask;
  bool m_nobodyToAsk;
};

}  // namespace

bool ActionOutcome::changedSomething() const {
  return std::ranges::any_of(ran, [](const CommandRan& one) { return one.good; });
}

bool hasAdministratorRights(System& system, const Patience& patience) {
  if (system.kind() == System::Kind::Windows) {
    const auto ran = system.run(powershellCommand(kAmAdministrator), patience);
    return ran && ran->exitCode == 0 && trimmed(ran->out) == "True";
  }
  const auto ran = system.run({"id", {"-u"}}, patience);
  return ran && ran->exitCode == 0 && trimmed(ran->out) == "0";
}

ActionOutcome runCommands(System& system, const std::vector<CommandLine>& commands, bool elevated,
                          const Patience& patience) {
  ActionOutcome outcome;
  const Rights rights(system, patience, elevated);
  if (rights.nobodyToAsk()) {
    outcome.end = ActionOutcome::End::NoRights;
    return outcome;
  }
  for (const CommandLine& command : commands) {
    if (patience.cancelled()) {
      outcome.end = ActionOutcome::End::Cancelled;
      return outcome;
    }
    const auto ran = system.run(rights.with(command), patience);
    const bool good = ran && ran->exitCode == 0;
    outcome.ran.push_back({command, good, ran ? saidBy(*ran) : ran.error().text});
    if (good) continue;
    outcome.end = patience.cancelled()           ? ActionOutcome::End::Cancelled
                  : ran && rights.declined(*ran) ? ActionOutcome::End::Declined
                                                 : ActionOutcome::End::Failed;
    return outcome;
  }
  return outcome;
}

ActionRunner::ActionRunner(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system, QObject* parent)
    : QObject(parent), m_errands(std::move(clock), std::move(system)) {}

bool ActionRunner::run(const Action& action) { return start(action, false); }

bool ActionRunner::undo(const Action& action) { return start(action, true); }

bool ActionRunner::start(const Action& action, bool isUndo) {
  if (busy()) return false;
  m_errands.run(
      kWithin,
      [commands = isUndo ? action.undo : action.commands, elevated = action.elevated](System& system, const Clock&,
                                                                                      const Patience& patience) {
        return runCommands(system, commands, elevated, patience);
      },
      [this, action, isUndo](const ActionOutcome& outcome) { Q_EMIT ended(action, isUndo, outcome); });
  return true;
}

}  // namespace lk::setup
