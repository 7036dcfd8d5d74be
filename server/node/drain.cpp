#include "server/node/drain.h"

#include <utility>

namespace lk::node {

using namespace std::chrono_literals;

Drain::Drain(IoThreads& threads, Left left, QObject* parent)
    : QObject(parent), m_threads(threads), m_left(std::move(left)), m_timer(this) {
  m_timer.setInterval(50ms);
  connect(&m_timer, &QTimer::timeout, this, &Drain::endSome);
}

bool Drain::begin(int aSecond) {
  m_pace.setRate(aSecond);
  return !std::exchange(m_begun, true);
}

void Drain::run() {
  m_timer.start();
  endSome();
}

void Drain::endSome() {
  const std::size_t left = m_left();
  if (left > 0) return m_threads.drain(m_pace.due(m_timer.intervalAsDuration(), left));
  stop();
  Q_EMIT finished();
}

}  // namespace lk::node
