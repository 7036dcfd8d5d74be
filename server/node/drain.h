#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "server/node/drain_pace.h"
#include "server/node/io_threads.h"

namespace lk::node {

// Ends a node's connections, some at a time, until none is left.
class Drain final : public QObject {
  Q_OBJECT

 public:
  using Left = std::function<std::size_t()>;

  Drain(IoThreads& threads, Left left, QObject* parent = nullptr);

  // From here on it counts as begun, and goes on at this rate. True: it had not begun before; run() it.
  [[nodiscard]] bool begin(int aSecond);
  [[nodiscard]] bool begun() const { return m_begun; }
  [[nodiscard]] int rate() const { return m_pace.rate(); }
  void run();
  void stop() { m_timer.stop(); }

 Q_SIGNALS:
  void finished();  // nobody is left; maybe within run()

 private:
  void endSome();

  IoThreads& m_threads;
  const Left m_left;
  DrainPace m_pace;
  bool m_begun = false;
  QTimer m_timer;
};

}  // namespace lk::node
