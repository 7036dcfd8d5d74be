#include "server/setup/errands.h"

#include <condition_variable>
#include <mutex>

#include "server/setup/free_thread.h"

namespace lk::setup {

using namespace std::chrono_literals;

namespace {

constexpr auto kWaitAtEnd = 500ms;

}  // namespace

struct Errands::Shared {
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<System> system;

  std::mutex mutex;
  std::condition_variable threadEnded;
  Errands* owner = nullptr;  // null: nobody waits for results any more
  int threads = 0;
  int toFinish = 0;  // of them
};

Errands::Errands(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system, QObject* parent)
    : QObject(parent), m_shared(std::make_shared<Shared>()) {
  m_shared->clock = std::move(clock);
  m_shared->system = std::move(system);
  m_shared->owner = this;
}

Errands::~Errands() {
  cancel();
  std::unique_lock lock(m_shared->mutex);
  m_shared->owner = nullptr;
  m_shared->threadEnded.wait(lock, [this] { return m_shared->toFinish == 0; });
  m_shared->threadEnded.wait_for(lock, kWaitAtEnd, [this] { return m_shared->threads == 0; });
}

void Errands::cancel() {
  for (const Patience& patience : m_patiences) patience.cancel();
}

void Errands::start(std::chrono::milliseconds atMost, Work work, Ending ending) {
  if (m_busy == 0) m_patiences.clear();
  m_patiences.emplace_back(*m_shared->clock, atMost);
  ++m_busy;
  const int toFinish = ending == Ending::Finish ? 1 : 0;
  {
    const std::lock_guard lock(m_shared->mutex);
    ++m_shared->threads;
    m_shared->toFinish += toFinish;
  }
  auto go = [shared = m_shared, work = std::move(work), patience = m_patiences.back(), toFinish] {
    auto then = work(*shared->system, *shared->clock, patience);
    const std::lock_guard lock(shared->mutex);
    --shared->threads;
    shared->toFinish -= toFinish;
    shared->threadEnded.notify_all();
    if (shared->owner == nullptr) return;
    // Under the lock the owner is whole: its destructor waits for it first.
    QMetaObject::invokeMethod(
        shared->owner,
        [owner = shared->owner, then = std::move(then)] {
          --owner->m_busy;
          then();
        },
        Qt::QueuedConnection);
  };
  runInFreeThread(std::move(go));
}

}  // namespace lk::setup
