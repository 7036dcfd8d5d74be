#pragma once

#include <QTimer>
#include <optional>

#include "app/command_line.h"
#include "app/headless_run.h"
#include "app/log_file.h"
#include "app/service_host.h"

namespace lk::app {

// A headless node as a service: its manager is told of each step, its log is in the data folder, and what somebody must
// do something about is in the system's log of events, too. Wants an event loop.
class ServiceRun final : public QObject {
  Q_OBJECT

 public:
  // line: with --data-folder, and a start's options.
  ServiceRun(CommandLine line, ServiceHost& host);

  void start();

 Q_SIGNALS:
  // The manager has been told already.
  void ended(int exitCode);

 private:
  void say(const std::optional<ServiceStatus>& report);
  void log(node::Severity severity, const QString& text);
  void end(int exitCode);
  void fail(const Error& error);

  const CommandLine m_line;
  ServiceHost& m_host;
  LogFile m_log;
  ServiceLife m_life;
  QTimer m_tick;
  std::unique_ptr<HeadlessRun> m_node;
};

}  // namespace lk::app
