#include "app/service_run.h"

#include "app/output.h"

namespace lk::app {

namespace {

using namespace std::chrono_literals;
using node::Severity;

}  // namespace

ServiceRun::ServiceRun(CommandLine line, ServiceHost& host)
    : m_line(std::move(line)), m_host(host), m_log(logFileOf(m_line.value(QStringLiteral("data-folder")))) {
  connect(&m_tick, &QTimer::timeout, this, [this] { say(m_life.tick()); });
}

void ServiceRun::say(const std::optional<ServiceStatus>& report) {
  if (report) m_host.report(*report);
}

// Devices come and go by the thousand; who looks at the system's log wants what is wrong.
void ServiceRun::log(Severity severity, const QString& text) {
  m_log.write(logLine(text));
  if (severity != Severity::Info) m_host.tell(severity, text);
}

void ServiceRun::end(int exitCode) {
  m_tick.stop();
  m_node.reset();
  say(m_life.ended(exitCode));
  Q_EMIT ended(exitCode);
}

void ServiceRun::fail(const Error& error) {
  log(Severity::Problem, QStringLiteral("problem: ") + QString::fromStdString(error.text));
  end(exitCodeOf(error));
}

void ServiceRun::start() {
  say(m_life.begin());
  m_tick.start(1s);
  if (const auto opened = m_log.open(); !opened) return fail(opened.error());
  const auto startup = Startup::read(m_line);
  if (!startup) return fail(startup.error());
  m_node =
      std::make_unique<HeadlessRun>(*startup, [this](Severity severity, const QString& text) { log(severity, text); });
  // Stopping, the node ends itself within its own signal.
  connect(
      m_node.get(), &HeadlessRun::ended, this, [this] { end(kDone); }, Qt::QueuedConnection);
  connect(&m_host, &ServiceHost::reloadRequested, m_node.get(), &HeadlessRun::reload);
  if (const auto started = m_node->start(); !started) return fail(started.error());
  connect(&m_host, &ServiceHost::stopRequested, m_node.get(), [this] {
    const auto report = m_life.stopAsked();
    if (!report) return;
    say(report);
    m_node->requestEnd();
  });
  m_host.tell(Severity::Info, m_node->readyLine());
  m_log.write(logLine(QStringLiteral("info: ") + m_node->readyLine()));
  say(m_life.ready());
}

}  // namespace lk::app
