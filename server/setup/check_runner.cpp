#include "server/setup/check_runner.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "server/setup/free_thread.h"

namespace lk::setup {

using namespace std::chrono_literals;

namespace {

constexpr auto kWatchEvery = 50ms;
constexpr auto kWaitAtEnd = 500ms;

std::string idOf(const Check& check, std::string_view kind) {
  return std::string(toText(check.area())) + '.' + std::string(kind);
}

Finding unknown(std::string id, Text title, Text evidence) {
  return {std::move(id), Grade::Unknown, std::move(title), {std::move(evidence)}, {}, std::nullopt};
}

}  // namespace

// What a check's thread may use for as long as it likes, though the runner be gone.
struct CheckRunner::Shared {
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<System> system;
  Surroundings around;
  Checks checks;

  std::mutex mutex;
  std::condition_variable threadEnded;
  CheckRunner* runner = nullptr;  // null: nobody waits for results any more
  int threads = 0;
};

CheckRunner::CheckRunner(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system, Checks checks,
                         QObject* parent)
    : QObject(parent), m_shared(std::make_shared<Shared>()) {
  m_shared->clock = std::move(clock);
  m_shared->system = std::move(system);
  m_shared->checks = std::move(checks);
  m_shared->runner = this;
  for (const auto& check : m_shared->checks) {
    Job job;
    job.check = check.get();
    m_jobs.push_back(std::move(job));
  }
  m_left = m_jobs.size();
  connect(&m_watch, &QTimer::timeout, this, &CheckRunner::lookForHung);
}

CheckRunner::~CheckRunner() {
  for (const Job& job : m_jobs) {
    if (job.patience) job.patience->cancel();
  }
  std::unique_lock lock(m_shared->mutex);
  m_shared->runner = nullptr;
  m_shared->threadEnded.wait_for(lock, kWaitAtEnd, [this] { return m_shared->threads == 0; });
}

const Checks& CheckRunner::checks() const { return m_shared->checks; }

void CheckRunner::later(void (CheckRunner::*call)()) { QMetaObject::invokeMethod(this, call, Qt::QueuedConnection); }

void CheckRunner::start(Surroundings around) {
  if (std::exchange(m_started, true)) return;
  m_shared->around = std::move(around);
  m_watch.start(kWatchEvery);
  later(&CheckRunner::startSome);
}

void CheckRunner::startSome() {
  for (std::size_t place = 0; place < m_jobs.size() && m_running < kAtATime; ++place) {
    if (m_jobs[place].state == State::Waiting) begin(place);
  }
  finishIfDone();
}

void CheckRunner::begin(std::size_t place) {
  Job& job = m_jobs[place];
  job.state = State::Running;
  job.startedAt = m_shared->clock->steady();
  job.patience = std::make_unique<Patience>(*m_shared->clock, job.check->deadline());
  ++m_running;
  {
    const std::lock_guard lock(m_shared->mutex);
    ++m_shared->threads;
  }
  Q_EMIT checkStarted(*job.check);
  auto work = [shared = m_shared, place, patience = *job.patience] {
    auto findings = shared->checks[place]->run(*shared->system, shared->around, patience);
    const std::lock_guard lock(shared->mutex);
    --shared->threads;
    shared->threadEnded.notify_all();
    if (shared->runner == nullptr) return;
    // Under the lock the runner is whole: its destructor waits for it first.
    QMetaObject::invokeMethod(
        shared->runner,
        [runner = shared->runner, place, found = std::move(findings)]() mutable {
          runner->returned(place, std::move(found));
        },
        Qt::QueuedConnection);
  };
  runInFreeThread(std::move(work));
}

void CheckRunner::returned(std::size_t place, std::vector<Finding> findings) {
  const Job& job = m_jobs[place];
  if (job.state == State::Ended) return;
  if (findings.empty()) {
    findings.push_back(unknown(idOf(*job.check, "check-silent"), text("{0}: nothing to say", job.check->title()),
                               text("the check returned no finding")));
  }
  end(place, {CheckOutcome::End::Returned, std::move(findings), {}});
}

void CheckRunner::cancel(std::string_view id) {
  for (std::size_t place = 0; place < m_jobs.size(); ++place) {
    if (m_jobs[place].check->id() == id) cancelJob(place);
  }
}

void CheckRunner::cancelAll() {
  for (std::size_t place = 0; place < m_jobs.size(); ++place) cancelJob(place);
}

void CheckRunner::cancelJob(std::size_t place) {
  Job& job = m_jobs[place];
  if (!m_started || job.state == State::Ended) return;
  if (job.patience) job.patience->cancel();
  const Text what = job.state == State::Waiting ? text("the check had not begun")
                    : job.state == State::Hung  ? text("the check had not returned long after its deadline")
                                                : text("the check was under way");
  end(place, {CheckOutcome::End::Cancelled,
              {unknown(idOf(*job.check, "check-cancelled"), text("{0}: cancelled", job.check->title()), what)},
              {}});
}

void CheckRunner::end(std::size_t place, CheckOutcome outcome) {
  Job& job = m_jobs[place];
  if (job.patience) {
    outcome.took = std::chrono::duration_cast<std::chrono::milliseconds>(m_shared->clock->steady() - job.startedAt);
  }
  if (job.state == State::Running) --m_running;
  job.state = State::Ended;
  --m_left;
  later(&CheckRunner::startSome);
  Q_EMIT checkEnded(*job.check, outcome);
}

void CheckRunner::lookForHung() {
  for (std::size_t place = 0; place < m_jobs.size(); ++place) {
    Job& job = m_jobs[place];
    const auto allowed = job.check->deadline() + kGrace;
    if (job.state != State::Running || m_shared->clock->steady() - job.startedAt < allowed) continue;
    job.state = State::Hung;
    --m_running;
    later(&CheckRunner::startSome);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(job.check->deadline()).count();
    Q_EMIT checkHung(*job.check,
                     unknown(idOf(*job.check, "check-hung"), text("{0}: the check hangs", job.check->title()),
                             text("it had {0} s, and does not return", seconds)));
  }
}

void CheckRunner::finishIfDone() {
  if (m_left > 0 || std::exchange(m_told, true)) return;
  m_watch.stop();
  Q_EMIT finished();
}

}  // namespace lk::setup
