#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "server/setup/all_checks.h"
#include "server/setup/check_runner.h"
#include "server/setup/errands.h"
#include "ui/console_context.h"

namespace lk::ui {

// One check as the console shows it.
struct CheckEntry {
  enum class State : std::uint8_t { NotRun, Waiting, Running, Hung, Cancelled, Done };

  std::string id;
  setup::Area area = setup::Area::Nginx;
  setup::Text title;
  std::chrono::milliseconds deadline{0};
  State state = State::NotRun;
  Clock::Steady startedAt{};             // once it has begun
  std::vector<setup::Finding> findings;  // of the last run that ended; stay while it runs again
  std::chrono::milliseconds took{0};

  [[nodiscard]] bool underWay() const {
    return state == State::Waiting || state == State::Running || state == State::Hung;
  }
};

// All checks with what is known of each: runs them, all or an area's, and says when something has changed.
class CheckBoard final : public QObject {
  Q_OBJECT

 public:
  explicit CheckBoard(ConsoleContext& context, QObject* parent = nullptr);
  ~CheckBoard() override;

  // Those that are under way go on as they are. Nothing: all areas.
  void run(std::optional<setup::Area> area = {});
  void cancel(const std::string& id);
  void cancelAll();

  [[nodiscard]] const std::vector<CheckEntry>& entries() const { return m_entries; }
  [[nodiscard]] const CheckEntry* find(const std::string& id) const;
  [[nodiscard]] bool underWay() const;
  [[nodiscard]] bool everRun() const;
  // How many findings of this grade there are, in one area or all.
  [[nodiscard]] int count(setup::Grade grade, std::optional<setup::Area> area = {}) const;
  // How long that check has been running.
  [[nodiscard]] std::chrono::milliseconds runningFor(const CheckEntry& entry) const;

 Q_SIGNALS:
  void changed();
  void findingsChanged();  // a check has ended

 private:
  struct Run {
    std::unique_ptr<setup::CheckRunner> runner;
    std::vector<std::string> cancelledBefore;  // its start
    bool started = false;
  };

  CheckEntry* entry(std::string_view id);
  void watch(setup::CheckRunner& runner);
  void begin(setup::CheckRunner* runner, setup::Surroundings around);
  void end(setup::CheckRunner* runner);

  ConsoleContext& m_context;
  std::vector<CheckEntry> m_entries;
  std::vector<Run> m_runs;
  setup::Errands m_errands;
};

}  // namespace lk::ui
