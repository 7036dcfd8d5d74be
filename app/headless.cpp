#include "app/headless.h"

#include <QCoreApplication>
#include <optional>

#include "app/exit_signals.h"
#include "app/headless_run.h"
#include "app/log_file.h"
#include "app/output.h"
#include "app/service_report.h"

namespace lk::app {

int runHeadless(const Startup& startup) {
  Output output(false);
  std::optional<LogFile> file;
  if (const QString path = logFileOf(startup.dataFolder()); !path.isEmpty()) {
    if (const auto opened = file.emplace(path).open(); !opened) return output.fail(opened.error());
  }
  ExitSignals exitSignals;
  ExitSignals::outliveReaders();
  HeadlessRun node(startup, [&](node::Severity /*severity*/, const QString& text) {
    const QString line = logLine(text);
    output.note(line);
    if (file) file->write(line);
  });
  if (const auto started = node.start(); !started) return output.fail(started.error());
  const auto supervisor = systemSupervisor();
  ServiceReport report(supervisor.get(), [&](auto answer) { node.host().ask(&report, std::move(answer)); });
  QObject::connect(&node, &HeadlessRun::ended, qApp, [] { QCoreApplication::exit(kDone); });
  QObject::connect(&exitSignals, &ExitSignals::endRequested, &node, [&] {
    node.requestEnd();
    report.draining();
  });
  QObject::connect(&exitSignals, &ExitSignals::reloadRequested, &node, [&] {
    report.reloading();
    node.reload();
    report.reloaded();
  });
  output.line(node.readyLine());
  report.ready();
  return QCoreApplication::exec();
}

}  // namespace lk::app
