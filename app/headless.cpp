#include "app/headless.h"

#include <QCoreApplication>
#include <QDateTime>
#include <cstdio>

#include "app/exit_signals.h"
#include "app/node_host.h"
#include "app/output.h"
#include "app/service_report.h"
#include "server/base/settings_value.h"
#include "server/node/event_text.h"

namespace lk::app {

namespace {

void log(const QString& text) {
  const QString line =
      QDateTime::currentDateTime().toString(Qt::ISODateWithMs) + QLatin1Char(' ') + text + QLatin1Char('\n');
  std::fputs(line.toUtf8().constData(), stderr);
}

// Which changed settings a running node does not take.
QStringList needRestart(const Settings& before, const Settings& after) {
  QStringList names;
  for (const SettingsField& field : settingsFields()) {
    if (!field.reloadable && fieldText(before, field) != fieldText(after, field)) {
      names.push_back(QString::fromStdString(field.name()));
    }
  }
  return names;
}

void reload(Startup& startup, NodeHost& host) {
  const auto again = startup.readAgain();
  if (!again) {
    log(QStringLiteral("problem: the settings stay as they were: ") + QString::fromStdString(again.error().text));
    return;
  }
  const QStringList restart = needRestart(startup.settings(), again->settings());
  if (!restart.isEmpty()) {
    log(QStringLiteral("warning: changed, but taken only at the next start: ") + restart.join(QStringLiteral(", ")));
  }
  startup = *again;
  host.node().reload(startup.settings());
}

}  // namespace

int runHeadless(Startup startup) {
  Output output(false);
  ExitSignals exitSignals;
  const auto supervisor = systemSupervisor();
  const SystemClock clock;
  if (startup.settings().listen.empty()) {
    return output.fail(
        {Error::Code::Settings, "node.listen is empty, and a headless node needs a listener; set --listen ADDR:PORT"});
  }
  auto host = NodeHost::start(startup.settings(), clock);
  if (!host) return output.fail(host.error());
  NodeHost& node = **host;
  ServiceReport report(supervisor.get(), [&](auto answer) { node.ask(&report, std::move(answer)); });

  QObject::connect(&node, &NodeHost::eventHappened, qApp,
                   [](const node::Event& event) { log(node::eventText(event)); });
  QObject::connect(&node, &NodeHost::drained, qApp, [] { QCoreApplication::exit(kDone); });
  bool ending = false;
  QObject::connect(&exitSignals, &ExitSignals::endRequested, qApp, [&] {
    if (std::exchange(ending, true)) {
      log(QStringLiteral("warning: ended by a second signal"));
      QCoreApplication::exit(kDone);
      return;
    }
    node.drain();
    report.draining();
  });
  QObject::connect(&exitSignals, &ExitSignals::reloadRequested, qApp, [&] {
    report.reloading();
    reload(startup, node);
    report.reloaded();
  });

  if (startup.demoDevices() > 0) {
    if (const auto demo = node.startDemo(startup.demoDevices()); !demo) return output.fail(demo.error());
  }
  output.line(node.readyLine());
  report.ready();
  return QCoreApplication::exec();
}

}  // namespace lk::app
