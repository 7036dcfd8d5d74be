#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <vector>

#include "server/setup/check.h"

namespace lk::setup {

// What became of one check.
struct CheckOutcome {
  enum class End : std::uint8_t {
    Returned,
    Cancelled,  // one Unknown finding says so; what it may still find is nobody's
  };
  End end = End::Returned;
  std::vector<Finding> findings;  // at least one
  std::chrono::milliseconds took{0};
};

// One run of some checks, a few at a time, each in a thread of its own. Lives in a thread with an event loop, and every
// signal comes there, from the loop. For another run make another one, with checks of its own.
//
// A check that has not returned some time after its deadline hangs: the run goes on beside it, and is finished when it
// returns after all or is cancelled. A thread that does not come back even so is left to itself, with all it uses: so
// clock and system are shared.
class CheckRunner final : public QObject {
  Q_OBJECT

 public:
  static constexpr int kAtATime = 6;                         // they wait more than they work
  static constexpr std::chrono::milliseconds kGrace{2'000};  // between a check's deadline and its being called hung

  // What the checks refer to, as the clock that they were made with, lives as long as clock and system do.
  CheckRunner(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system, Checks checks,
              QObject* parent = nullptr);
  // Cancels what runs and waits for it, half a second at most.
  ~CheckRunner() override;

  [[nodiscard]] const Checks& checks() const;

  // Once.
  void start(Surroundings around);
  // Ends that check at once, be it under way, hung or not begun; nothing if it has ended, or is none of these.
  void cancel(std::string_view id);
  void cancelAll();
  [[nodiscard]] bool finishedAll() const { return m_started && m_left == 0; }

 Q_SIGNALS:
  void checkStarted(const lk::setup::Check& check);
  // What to show meanwhile: an Unknown finding that says since when.
  void checkHung(const lk::setup::Check& check, const lk::setup::Finding& finding);
  void checkEnded(const lk::setup::Check& check, const lk::setup::CheckOutcome& outcome);
  void finished();

 private:
  struct Shared;
  enum class State : std::uint8_t { Waiting, Running, Hung, Ended };
  struct Job {
    Check* check = nullptr;
    State state = State::Waiting;
    Clock::Steady startedAt{};
    std::unique_ptr<Patience> patience;  // once it runs
  };

  void startSome();
  void begin(std::size_t place);
  void returned(std::size_t place, std::vector<Finding> findings);
  void cancelJob(std::size_t place);
  void end(std::size_t place, CheckOutcome outcome);
  void lookForHung();
  void finishIfDone();
  void later(void (CheckRunner::*call)());

  std::shared_ptr<Shared> m_shared;
  std::vector<Job> m_jobs;  // by place in the checks
  QTimer m_watch;
  std::size_t m_left = 0;
  int m_running = 0;  // those that hang left out
  bool m_started = false;
  bool m_told = false;  // finished
};

}  // namespace lk::setup
