#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

#include "app/supervisor.h"
#include "server/node/metrics_sample.h"

namespace lk::app {

// Tells a supervisor how the node does: when it serves, how many sessions it has, whether its threads turn, how far a
// drain has come. With no supervisor it does nothing.
class ServiceReport final : public QObject {
  Q_OBJECT

 public:
  // Asks the node; the answer comes in this thread, later, and once.
  using Ask = std::function<void(std::function<void(const node::MetricsSample&)> answer)>;

  ServiceReport(Supervisor* supervisor, Ask ask);

  void ready();
  // Before settings are read again, and after; what is asked of the node then is behind what was handed to it.
  void reloading();
  void reloaded();
  // The node was told to drain. A drain that somebody else asked for is seen by itself.
  void draining();

 private:
  void look();
  void take(const node::MetricsSample& sample);
  void tellDrain(quint64 left);

  Supervisor* const m_supervisor;
  const Ask m_ask;
  QTimer m_timer;
  QString m_status;
  bool m_asking = false;
  bool m_reloading = false;
  bool m_lookAgain = false;
  std::optional<quint64> m_left;  // connections, as last seen while draining
};

// How a node does, in one sentence.
[[nodiscard]] QString serviceStatus(const node::MetricsSample& sample);

}  // namespace lk::app
