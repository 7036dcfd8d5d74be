#include "ui/check_board.h"

#include <algorithm>

#include "ui/surroundings_known.h"

namespace lk::ui {

using namespace std::chrono_literals;

CheckBoard::CheckBoard(ConsoleContext& context, QObject* parent)
    : QObject(parent), m_context(context), m_errands(context.parts.clock, context.parts.system) {
  for (const setup::Area area : setup::kAreas) {
    for (const auto& check : m_context.parts.checks(area, *m_context.parts.clock)) {
      CheckEntry entry;
      entry.id = check->id();
      entry.area = check->area();
      entry.title = check->title();
      entry.deadline = check->deadline();
      m_entries.push_back(std::move(entry));
    }
  }
}

CheckBoard::~CheckBoard() = default;

void CheckBoard::run(std::optional<setup::Area> wanted) {
  setup::Checks checks;
  for (const setup::Area area : setup::kAreas) {
    if (wanted && area != *wanted) continue;
    for (auto& check : m_context.parts.checks(area, *m_context.parts.clock)) {
      CheckEntry* known = entry(check->id());
      if (known == nullptr || known->underWay()) continue;
      known->state = CheckEntry::State::Waiting;
      checks.push_back(std::move(check));
    }
  }
  if (checks.empty()) return;
  auto runner = std::make_unique<setup::CheckRunner>(m_context.parts.clock, m_context.parts.system, std::move(checks));
  watch(*runner);
  setup::CheckRunner* raw = runner.get();
  m_runs.push_back({std::move(runner), {}, false});
  m_errands.run(
      1min,
      [known = SurroundingsKnown(m_context)](setup::System&, const Clock&, const setup::Patience&) {
        return known.surroundings();
      },
      [this, raw](setup::Surroundings around) { begin(raw, std::move(around)); });
  Q_EMIT changed();
}

void CheckBoard::watch(setup::CheckRunner& runner) {
  connect(&runner, &setup::CheckRunner::checkStarted, this, [this](const setup::Check& check) {
    CheckEntry* known = entry(check.id());
    known->state = CheckEntry::State::Running;
    known->startedAt = m_context.parts.clock->steady();
    Q_EMIT changed();
  });
  connect(&runner, &setup::CheckRunner::checkHung, this, [this](const setup::Check& check, const setup::Finding&) {
    entry(check.id())->state = CheckEntry::State::Hung;
    Q_EMIT changed();
  });
  connect(&runner, &setup::CheckRunner::checkEnded, this,
          [this](const setup::Check& check, const setup::CheckOutcome& outcome) {
            CheckEntry* known = entry(check.id());
            const bool cancelled = outcome.end == setup::CheckOutcome::End::Cancelled;
            known->state = cancelled ? CheckEntry::State::Cancelled : CheckEntry::State::Done;
            known->findings = outcome.findings;
            known->took = outcome.took;
            Q_EMIT findingsChanged();
            Q_EMIT changed();
          });
  connect(&runner, &setup::CheckRunner::finished, this, [this, ended = &runner] { end(ended); });
}

void CheckBoard::begin(setup::CheckRunner* runner, setup::Surroundings around) {
  const auto run = std::ranges::find(m_runs, runner, [](const Run& one) { return one.runner.get(); });
  if (run == m_runs.end()) return;
  run->started = true;
  runner->start(std::move(around));
  for (const std::string& id : std::exchange(run->cancelledBefore, {})) runner->cancel(id);
}

void CheckBoard::end(setup::CheckRunner* runner) {
  const auto run = std::ranges::find(m_runs, runner, [](const Run& one) { return one.runner.get(); });
  if (run == m_runs.end()) return;
  // It is still within its own signal.
  run->runner.release()->deleteLater();
  m_runs.erase(run);
  Q_EMIT changed();
}

void CheckBoard::cancel(const std::string& id) {
  const CheckEntry* known = find(id);
  if (known == nullptr || !known->underWay()) return;
  for (Run& run : m_runs) {
    if (!run.started) run.cancelledBefore.push_back(id);
    if (run.started) run.runner->cancel(id);
  }
}

void CheckBoard::cancelAll() {
  std::vector<std::string> ids;
  for (const CheckEntry& entry : m_entries) {
    if (entry.underWay()) ids.push_back(entry.id);
  }
  for (const std::string& id : ids) cancel(id);
}

CheckEntry* CheckBoard::entry(std::string_view id) {
  const auto found = std::ranges::find(m_entries, id, &CheckEntry::id);
  return found == m_entries.end() ? nullptr : &*found;
}

const CheckEntry* CheckBoard::find(const std::string& id) const {
  const auto found = std::ranges::find(m_entries, id, &CheckEntry::id);
  return found == m_entries.end() ? nullptr : &*found;
}

bool CheckBoard::underWay() const { return std::ranges::any_of(m_entries, &CheckEntry::underWay); }

bool CheckBoard::everRun() const {
  return std::ranges::any_of(m_entries,
                             [](const CheckEntry& entry) { return entry.state != CheckEntry::State::NotRun; });
}

int CheckBoard::count(setup::Grade grade, std::optional<setup::Area> area) const {
  std::ptrdiff_t all = 0;
  for (const CheckEntry& entry : m_entries) {
    if (!area || entry.area == *area) all += std::ranges::count(entry.findings, grade, &setup::Finding::grade);
  }
  return static_cast<int>(all);
}

std::chrono::milliseconds CheckBoard::runningFor(const CheckEntry& entry) const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(m_context.parts.clock->steady() - entry.startedAt);
}

}  // namespace lk::ui
