#include "app/service_report.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lk::app {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds kLook = 5s;
constexpr milliseconds kLookAtDrain = 1s;
// What a drain gets each time that connections have left. One that stands still is not waited for any longer.
constexpr std::chrono::seconds kMoreForDrain = 30s;

}  // namespace

QString serviceStatus(const node::MetricsSample& sample) {
  const node::Figures& figures = sample.figures;
  if (figures.draining) return QStringLiteral("draining, connections left: %1").arg(figures.drainLeft);
  QString text = QStringLiteral("sessions: %1").arg(figures.sessions);
  if (!sample.redis) {
    text += QStringLiteral(", bus in memory");
  } else if (figures.busUp) {
    text += QStringLiteral(", bus up");
  } else {
    text += QStringLiteral(", bus down: ") + figures.busWhy;
  }
  if (figures.acceptPaused) text += QStringLiteral(", out of file descriptors: new connections are refused");
  return text;
}

ServiceReport::ServiceReport(Supervisor* supervisor, Ask ask) : m_supervisor(supervisor), m_ask(std::move(ask)) {
  connect(&m_timer, &QTimer::timeout, this, &ServiceReport::look);
}

void ServiceReport::ready() {
  if (m_supervisor == nullptr) return;
  m_supervisor->ready();
  const auto within = m_supervisor->aliveWithin();
  m_timer.start(within ? std::min(kLook, std::max(*within / 3, 1ms)) : kLook);
  look();
}

void ServiceReport::reloading() {
  if (m_supervisor != nullptr) m_supervisor->reloading();
}

void ServiceReport::reloaded() {
  if (m_supervisor == nullptr) return;
  m_reloading = true;
  look();
}

void ServiceReport::draining() {
  if (m_supervisor != nullptr) tellDrain(std::numeric_limits<quint64>::max());
}

void ServiceReport::look() {
  if (std::exchange(m_asking, true)) {
    m_lookAgain = m_reloading;  // what is under way was asked before
    return;
  }
  m_lookAgain = false;
  m_ask([this](const node::MetricsSample& sample) { take(sample); });
}

void ServiceReport::take(const node::MetricsSample& sample) {
  m_asking = false;
  if (m_lookAgain) return look();
  if (std::exchange(m_reloading, false)) m_supervisor->ready();
  if (sample.alive) m_supervisor->alive();
  if (sample.figures.draining) tellDrain(sample.figures.drainLeft);
  const QString status = serviceStatus(sample);
  if (status != m_status) m_supervisor->status(status);
  m_status = status;
}

void ServiceReport::tellDrain(quint64 left) {
  if (!m_left) {
    m_supervisor->stopping();
    m_timer.start(std::min(m_timer.intervalAsDuration(), kLookAtDrain));
  }
  if (!m_left || left < *m_left) m_supervisor->needsMore(kMoreForDrain);
  m_left = left;
}

}  // namespace lk::app
