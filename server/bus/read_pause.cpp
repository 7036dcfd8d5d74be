#include "server/bus/read_pause.h"

#include <utility>

namespace lk::bus {

ReadPause::ReadPause(std::chrono::milliseconds atMost, QObject* parent) : QObject(parent), m_timer(this) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  m_timer.setInterval(atMost);
  connect(&m_timer, &QTimer::timeout, this, &ReadPause::end);
}

// QTcpSocket has no call for it. Its engine's notifier is among its children; a Qt without it there has no pauses.
void ReadPause::setSocket(QTcpSocket* socket) {
  end();
  m_notifier = nullptr;
  m_toRead = false;
  if (socket == nullptr) return;
  for (QSocketNotifier* const notifier : socket->findChildren<QSocketNotifier*>()) {
    if (notifier->type() == QSocketNotifier::Read) m_notifier = notifier;
  }
}

void ReadPause::begin() {
  // One that Qt has turned off is Qt's to turn on.
  if (underWay() || m_toRead || !m_notifier || !m_notifier->isEnabled()) return;
  m_underWay = true;
  m_notifier->setEnabled(false);
  m_timer.start();
}

void ReadPause::end() {
  if (!std::exchange(m_underWay, false)) return;
  m_timer.stop();
  m_toRead = true;
  if (m_notifier) m_notifier->setEnabled(true);
}

}  // namespace lk::bus
