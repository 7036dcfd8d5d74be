#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "app/node_host.h"
#include "app/startup.h"
#include "server/base/clock.h"

namespace lk::app {

// A node alone, from its start to its end, in the event loop of a QCoreApplication: under a terminal, or as a service.
class HeadlessRun final : public QObject {
  Q_OBJECT

 public:
  // Takes a line of the log, and how grave it is.
  using Log = std::function<void(node::Severity severity, const QString& text)>;

  HeadlessRun(Startup startup, Log log) : m_startup(std::move(startup)), m_log(std::move(log)) {}

  // Accepts devices when it is back. Errors: what keeps the node from starting, and what to do.
  [[nodiscard]] Result<void> start();
  [[nodiscard]] QString readyLine() const { return m_host->readyLine(); }
  // Once it has started.
  [[nodiscard]] NodeHost& host() { return *m_host; }

  // Drains the node, then ended(). Asked a second time it sends nobody away any more, and waits half a second at most
  // until the other nodes are told that it goes; asked a third time, not even that.
  void requestEnd();
  // The settings file again, as far as a running node takes it.
  void reload();

 Q_SIGNALS:
  void ended();  // once

 private:
  void end();

  const SystemClock m_clock;
  Startup m_startup;
  const Log m_log;
  std::unique_ptr<NodeHost> m_host;
  bool m_ending = false;
  bool m_leaving = false;
  bool m_ended = false;
};

// What a start without a window wants beyond settings that are good.
[[nodiscard]] Result<void> checkHeadless(const Settings& settings);

// Where a node with this data folder keeps its log. Empty: without such a folder it keeps none.
[[nodiscard]] QString logFileOf(const QString& dataFolder);

// A line of the log, with the time.
[[nodiscard]] QString logLine(const QString& text);

}  // namespace lk::app
