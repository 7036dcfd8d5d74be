#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "server/setup/check.h"

namespace lk::ui::test {

// Where a check stands until a test lets it go on, whatever its patience says: so that it hangs.
class Gate {
 public:
  void pass();
  void open();

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_open = false;
};

// Time that a test moves.
class HandClock final : public Clock {
 public:
  [[nodiscard]] Steady steady() const override;
  [[nodiscard]] std::int64_t wallMicros() const override { return 1'700'000'000'000'000; }
  void advance(std::chrono::milliseconds by);

 private:
  mutable std::mutex m_mutex;
  Steady m_now{std::chrono::hours(1)};
};

// A check that finds what a test says, and hangs if there is a gate.
struct PlannedCheck {
  std::string id;
  setup::Area area = setup::Area::Nginx;
  setup::Text title;
  std::vector<setup::Finding> findings;
  std::shared_ptr<Gate> gate;
};

[[nodiscard]] setup::Checks checksFrom(const std::vector<PlannedCheck>& plan, setup::Area area);

// What checks of a machine find that has one of everything: a problem that can be mended, a warning, something that
// could not be looked at, and good ones.
[[nodiscard]] std::vector<PlannedCheck> everyGrade();

}  // namespace lk::ui::test
