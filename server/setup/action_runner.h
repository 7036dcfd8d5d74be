#pragma once

#include <string>
#include <vector>

#include "server/setup/errands.h"
#include "server/setup/finding.h"

namespace lk::setup {

struct CommandRan {
  CommandLine command;  // as the action has it
  bool good = false;
  std::string said;  // its output, errors first; or why it could not be run
};

struct ActionOutcome {
  enum class End : std::uint8_t {
    Done,
    Failed,    // the last command that ran did
    Declined,  // the administrator's rights were not given
    NoRights,  // there is nobody to ask for them
    Cancelled,
  };
  End end = End::Done;
  std::vector<CommandRan> ran;  // in order, up to the first that failed

  // Something was done, so there is something to take back.
  [[nodiscard]] bool changedSomething() const;
};

// Whether this program has an administrator's rights already.
[[nodiscard]] bool hasAdministratorRights(System& system, const Patience& patience);

// Runs commands in their order and stops at the first that fails. elevated: with an administrator's rights, asked for
// only where this program has none: by UAC on Windows, by polkit elsewhere. Blocking.
[[nodiscard]] ActionOutcome runCommands(System& system, const std::vector<CommandLine>& commands, bool elevated,
                                        const Patience& patience);

// Runs a finding's action, or its undo, off the thread of whoever asks. One at a time.
class ActionRunner final : public QObject {
  Q_OBJECT

 public:
  ActionRunner(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system, QObject* parent = nullptr);

  // False: another one is under way, and nothing happens.
  bool run(const Action& action);
  bool undo(const Action& action);
  // The command under way is ended, and no other begins.
  void cancel() { m_errands.cancel(); }
  [[nodiscard]] bool busy() const { return m_errands.busy(); }

 Q_SIGNALS:
  void ended(const lk::setup::Action& action, bool undone, const lk::setup::ActionOutcome& outcome);

 private:
  bool start(const Action& action, bool isUndo);

  Errands m_errands;
};

}  // namespace lk::setup
